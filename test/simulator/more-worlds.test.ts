import { holdFrom, SEEDS } from './_worlds.ts';

holdFrom(1 + SEEDS);
