import { describeApu } from '../core/apu/properties.ts';

describeApu(2000, 2);
