// Starts the page from the files beside it. This script's own element names them and, in a release, their checksums: what a
// host, a cache or a proxy has altered is refused. A file of its own, since the page's policy forbids inline script.
const { page, wasm, wasmIntegrity, worker, workerIntegrity, workerWasm, workerWasmIntegrity } =
  document.querySelector("script[data-page]").dataset;

const beside = async (name, integrity = "") => {
  const response = await fetch(new URL(name, document.baseURI), { integrity });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
};

// What a worker is made of. Asked for once, while the page loads.
globalThis.bereddWorker = async () => {
  const [script, program] = await Promise.all([
    beside(worker ?? "worker.js", workerIntegrity),
    beside(workerWasm ?? "worker_bg.wasm", workerWasmIntegrity),
  ]);
  return [await script.text(), await program.arrayBuffer()];
};

try {
  const program = beside(wasm, wasmIntegrity);
  const { default: init } = await import(new URL(page, document.baseURI));
  await init({ module_or_path: program });
} catch (error) {
  document.documentElement.dataset.state = "error";
  document.body.textContent = document.body.dataset.failure;
  throw error;
}
