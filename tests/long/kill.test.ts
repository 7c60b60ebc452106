// With DOTMATRIX_LONG: 40 rounds.
import '../e2e/kill.test.ts';
