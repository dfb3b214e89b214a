/**
 * Says what a text comes to, in at most so many characters and in words of its own author; empty
 * where nothing is worth it. The same for the same text and query, since a view is laid anew
 * anywhere. What a model writes it writes beforehand, as an item of the kind `summary` that names
 * what it stands for.
 */
export type Summariser = (words: string, query: string, maxCharacters: number) => string;
