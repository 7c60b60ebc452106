/**
 * "my_game (World) [v1.2].gb" is "my game", "TinCanAlley.gb" is "Tin Can Alley"; a file without a name has its
 * header's title.
 */
export function titleOf(fileName: string, headerTitle: string): string {
  const bare = fileName
    .replace(/\.[a-z0-9]{1,4}$/i, '')
    .replace(/[([][^)\]]*[)\]]/g, ' ')
    .replace(/[_+]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (bare === '' || /^(rom|game|download|file|unknown)\d*$/i.test(bare)) return headerTitle || fileName;
  return bare.includes(' ') ? bare : bare.replace(/([a-z])(?=[A-Z][a-z])/g, '$1 ');
}
