import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { projectRoot } from '../helpers/rom-root.ts';

/** Parses a JUnit report and validates it against the schema; throws with what is wrong and where. */
export function validateJunit(xml: string): void {
  const schema = XmlDocument.fromBuffer(readFileSync(join(projectRoot, 'tests/cli/junit.xsd')));
  const validator = XsdValidator.fromDoc(schema);
  const report = XmlDocument.fromString(xml);
  try {
    validator.validate(report);
  } finally {
    report.dispose();
    validator.dispose();
    schema.dispose();
  }
}
