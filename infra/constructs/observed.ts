/** What the functions' metrics are found under: see `functions/_observed.ts`. */
export const NAMESPACE = 'MassGen';
export const SERVICE = 'massgen';

/** https://docs.aws.amazon.com/powertools/typescript/latest/environment-variables/ */
export const observed = {
  POWERTOOLS_SERVICE_NAME: SERVICE,
  POWERTOOLS_METRICS_NAMESPACE: NAMESPACE,
};
