/** Runs work so that whatever it throws is thrown as the translation has it. */
export type Faulting = <T>(work: () => Promise<T>) => Promise<T>;

export const faulting =
  (translate: (error: unknown) => unknown): Faulting =>
  async (work) => {
    try {
      return await work();
    } catch (error) {
      throw translate(error);
    }
  };
