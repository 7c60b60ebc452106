import { describeApu } from './properties.ts';

// The lazy path against single ticks; `npm run test:long` runs a hundred times as many programs.
describeApu(20, 1);
