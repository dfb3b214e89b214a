import { unpack } from './unpack.ts';

/** What `pack` made, put in by whoever bundles this. */
declare const PACKED_VOCABULARY: string;

// biome-ignore lint/style/noDefaultExport: it stands in for a module that has one
export default unpack(PACKED_VOCABULARY);
