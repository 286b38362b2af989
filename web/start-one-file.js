// Starts the page from this one file: its programs stand in it, packed, and nothing is fetched. In the file `init` is the page's
// own start, which stands above.
const names = [];
const unpacked = (id) => {
  const { dataset, textContent } = document.getElementById(id);
  names.push(dataset.name);
  const bytes = Uint8Array.from(atob(textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
};

// The page's program, and what a worker is made of: names and bytes. Unpacked at once: the page, when it starts, takes the place
// of everything in the document's body.
const programs = Promise.all(["page-wasm", "worker", "worker-wasm"].map(unpacked));
globalThis.bereddPrograms = async () => [names, await programs];

try {
  await init({ module_or_path: (await programs)[0] });
} catch (error) {
  document.documentElement.dataset.state = "error";
  document.body.textContent = document.body.dataset.failure;
  throw error;
}
