/** What the functions' metrics are found under: see `functions/_observed.ts`. */
export const NAMESPACE = 'MassGen';

/** One service for each environment. */
export const serviceOf = (environment: string): string => `massgen-${environment}`;

/** https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/ */
export const observed = (environment: string) => ({
  POWERTOOLS_SERVICE_NAME: serviceOf(environment),
  POWERTOOLS_METRICS_NAMESPACE: NAMESPACE,
});
