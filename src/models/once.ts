/** `action`, but only the first time: for notices that would else repeat with every call. */
export function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    action();
  };
}
