// Starts the page from this one file: its programs stand in it, packed, and nothing is fetched. In the file `init` is the page's
// own start, which stands above.
const unpacked = (id) => {
  const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
};

// Unpacked at once: the page, when it starts, takes the place of everything in the document's body.
const worker = Promise.all([unpacked("worker").text(), unpacked("worker-wasm").arrayBuffer()]);
globalThis.bereddWorker = () => worker;

try {
  await init({ module_or_path: await unpacked("page-wasm").arrayBuffer() });
} catch (error) {
  document.documentElement.dataset.state = "error";
  document.body.textContent = document.body.dataset.failure;
  throw error;
}
