import { dotPath } from './dots.ts';
import { type IconName, icons } from './icons.ts';

const paths = new Map<IconName, string>();

function pathOf(name: IconName): string {
  let path = paths.get(name);
  if (path === undefined) {
    path = dotPath(icons[name].trim().split('\n'), 0.44);
    paths.set(name, path);
  }
  return path;
}

/** A decorative dot-matrix icon; its button carries the words. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 9 9" aria-hidden="true">
      <path d={pathOf(name)} fill="currentColor" />
    </svg>
  );
}
