/** What AWS's SDK asks for, and what an engine on this machine does not look at. */
export const ACCOUNT = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'nobody', secretAccessKey: 'none' },
};
