// Starts the page's wasm, named by this script's own element. A file of its own, since the page's policy forbids inline script.
const { page, wasm } = document.querySelector("script[data-page]").dataset;
try {
  const { default: init } = await import(new URL(page, document.baseURI));
  await init({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  document.documentElement.dataset.state = "error";
  document.body.textContent =
    "Beredd could not start: this browser did not run its WebAssembly, or a file is missing beside the page. · " +
    "Beredd kunde inte starta: webbläsaren körde inte dess WebAssembly, eller så saknas en fil bredvid sidan.";
  throw error;
}
