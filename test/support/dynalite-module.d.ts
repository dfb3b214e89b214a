/** It comes without types. https://github.com/architect/dynalite */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  function dynalite(options?: { readonly createTableMs?: number }): Server;
  export = dynalite;
}
