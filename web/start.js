// Starts the page from the files beside it. This script's own element names them and, in a release, their checksums: what a
// host, a cache or a proxy has altered is refused. A file of its own, since the page's policy forbids inline script.
const { page, wasm, wasmIntegrity, worker, workerIntegrity, workerWasm, workerWasmIntegrity } =
  document.querySelector("script[data-page]").dataset;

const beside = async (name, integrity = "") => {
  const response = await fetch(new URL(name, document.baseURI), { integrity });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
};

const nameOf = (address) => address.split("/").at(-1);

// The page's own wasm. Its bytes are kept until the page has said their checksum; a copy of the answer, so that the browser
// still compiles what it has while the rest is on its way.
const program = beside(wasm, wasmIntegrity);
const programBytes = program.then((response) => response.clone().arrayBuffer());
programBytes.catch(() => {}); // said below, where the page starts

// What a worker is made of, and the page's own program beside it: names and bytes. Asked for once, while the page loads.
globalThis.bereddPrograms = async () => {
  const names = [worker ?? "worker.js", workerWasm ?? "worker_bg.wasm"];
  const [script, workerProgram] = await Promise.all([
    beside(names[0], workerIntegrity).then((response) => response.arrayBuffer()),
    beside(names[1], workerWasmIntegrity).then((response) => response.arrayBuffer()),
  ]);
  return [[wasm, ...names].map(nameOf), [await programBytes, script, workerProgram]];
};

try {
  const { default: init } = await import(new URL(page, document.baseURI));
  await init({ module_or_path: program });
} catch (error) {
  document.documentElement.dataset.state = "error";
  document.body.textContent = document.body.dataset.failure;
  throw error;
}
