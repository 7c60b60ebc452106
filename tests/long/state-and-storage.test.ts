// With DOTMATRIX_LONG these run 100,000 cases for each parser, and a thousand trees of snapshots.
import '../fuzz/parsers.test.ts';
import '../storage/snapshots.test.ts';
