import { createHash } from 'node:crypto';
import { describeHeader, parseHeader } from '../../core/cartridge/header.ts';
import { licenseeName } from '../../core/cartridge/licensees.ts';
import type { Command, Input } from '../arguments.ts';
import { say, writeJson } from '../output.ts';
import { readRom } from '../rom-file.ts';

export const infoCommand: Command = {
  name: 'info',
  operands: 'ROM',
  summary: 'Reads the header: title, cartridge, sizes, and what is odd about it.',
  options: { json: { value: 'F', help: 'write it as JSON' } },
  run,
};

async function run(input: Input): Promise<number> {
  const path = input.operand('ROM');
  const { name, bytes } = readRom(path);
  const header = parseHeader(bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const json = input.text('json');
  const lines = [`${'File'.padEnd(16)} ${name}, ${bytes.length} bytes`, ...describeHeader(header)];
  for (const line of [...lines, `${'SHA-256'.padEnd(16)} ${sha256}`]) say(line, json === '-');
  const licensee = licenseeName(header.licensee);
  writeJson(json, { file: path, bytes: bytes.length, sha256, ...header, licensee });
  return 0;
}
