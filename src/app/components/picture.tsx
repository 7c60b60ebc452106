import { useEffect, useState } from 'preact/hooks';

/** A stored PNG; its address is given back when the picture changes or goes. */
export function StoredPicture({ png, alt }: { png: Uint8Array; alt: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const address = URL.createObjectURL(new Blob([png.slice()], { type: 'image/png' }));
    setUrl(address);
    return () => URL.revokeObjectURL(address);
  }, [png]);
  return url === null ? null : <img class="pixels" src={url} alt={alt} width={160} height={144} />;
}
