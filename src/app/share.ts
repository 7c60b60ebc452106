/** Phones get the share sheet; elsewhere the file goes to the downloads. */
export async function shareFile(file: File): Promise<'shared' | 'saved' | 'cancelled'> {
  const phone = matchMedia('(pointer: coarse)').matches;
  if (phone && navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return 'shared';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
      // Not allowed here: the file is saved instead.
    }
  }
  saveFile(file);
  return 'saved';
}

export function saveFile(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The download has begun by then; the address must outlive the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
