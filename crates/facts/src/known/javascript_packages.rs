//! Packages of npm: what their default exports are called, and which ship with the runtime.
//!
//! Sources: the packages' own documentation and type declarations on npm; Node.js 24's list of built-in modules
//! (`module.builtinModules`). Collected in November 2026.

/// What the default export of a package is called; nothing where it is called as the package itself (`express()`). Sorted.
pub const DEFAULT_EXPORTS: &[(&str, &str)] = &[
    ("@anthropic-ai/bedrock-sdk", "AnthropicBedrock"),
    ("@anthropic-ai/sdk", "Anthropic"),
    ("@anthropic-ai/vertex-sdk", "AnthropicVertex"),
    ("@fastify/jwt", ""),
    ("@koa/router", "Router"),
    ("ai", ""),
    ("axios", ""),
    ("bullmq", ""),
    ("chai", ""),
    ("cohere-ai", ""),
    ("express", ""),
    ("express-rate-limit", ""),
    ("fastify", "fastify"),
    ("groq-sdk", "Groq"),
    ("ioredis", "Redis"),
    ("jsonwebtoken", ""),
    ("koa", "Koa"),
    ("mongoose", ""),
    ("ollama", ""),
    ("openai", "OpenAI"),
    ("opossum", "CircuitBreaker"),
    ("p-retry", "pRetry"),
    ("passport", ""),
    ("pg", ""),
    ("pino", "pino"),
    ("portkey-ai", "Portkey"),
    ("prom-client", ""),
    ("react", ""),
    ("redis", ""),
    ("replicate", "Replicate"),
    ("stripe", "Stripe"),
    ("together-ai", "Together"),
    ("undici", ""),
    ("winston", ""),
    ("zod", "z"),
];

/// Modules that Node.js brings; Deno and Bun bring the same. Sorted.
pub const BUILT_IN: &[&str] = &[
    "assert",
    "assert/strict",
    "async_hooks",
    "buffer",
    "bun",
    "bun:sqlite",
    "bun:test",
    "child_process",
    "cluster",
    "console",
    "constants",
    "crypto",
    "dgram",
    "diagnostics_channel",
    "dns",
    "dns/promises",
    "domain",
    "events",
    "fs",
    "fs/promises",
    "http",
    "http2",
    "https",
    "inspector",
    "module",
    "net",
    "os",
    "path",
    "path/posix",
    "path/win32",
    "perf_hooks",
    "process",
    "punycode",
    "querystring",
    "readline",
    "readline/promises",
    "repl",
    "stream",
    "stream/consumers",
    "stream/promises",
    "stream/web",
    "string_decoder",
    "test",
    "timers",
    "timers/promises",
    "tls",
    "trace_events",
    "tty",
    "url",
    "util",
    "util/types",
    "v8",
    "vm",
    "wasi",
    "worker_threads",
    "zlib",
];

/// Extensions of files of code, longest first where one ends in another.
pub const CODE_EXTENSIONS: &[&str] = &["tsx", "mts", "cts", "ts", "jsx", "mjs", "cjs", "js"];

/// What the default export of a package is called, where the table knows it.
#[must_use]
pub fn default_export(package: &str) -> Option<&'static str> {
    let at = DEFAULT_EXPORTS.binary_search_by_key(&package, |(name, _)| *name).ok()?;
    DEFAULT_EXPORTS.get(at).map(|(_, export)| *export)
}

/// A specifier or file name without the extension of a file of code.
#[must_use]
pub fn without_code_extension(name: &str) -> &str {
    let end = CODE_EXTENSIONS.iter().find_map(|end| name.strip_suffix(end)?.strip_suffix('.'));
    end.filter(|stem| !stem.is_empty() && !stem.ends_with('/')).unwrap_or(name)
}

/// How names from a module begin in a bound name: its specifier without the extension of a file of code. `level` is 0 for a
/// package, 1 for the importing file's own folder, 2 for the one around it.
#[must_use]
pub fn written_module(level: u32, module: &str) -> String {
    let is_file = level > 0 || module.contains('/');
    let stem = if is_file { without_code_extension(module) } else { module };
    let stem = if stem.is_empty() { "index" } else { stem };
    match level {
        0 => stem.to_owned(),
        1 => format!("./{stem}"),
        level => {
            // More folders than this are above any root.
            let up = usize::try_from(level.min(64).saturating_sub(1)).unwrap_or(0);
            format!("{}{stem}", "../".repeat(up))
        }
    }
}

/// The package of a specifier: `@scope/name` of `@scope/name/file`, `name` of `name/file`.
#[must_use]
pub fn package_of(specifier: &str) -> &str {
    let parts = if specifier.starts_with('@') { 2 } else { 1 };
    let end = specifier.match_indices('/').nth(parts - 1).map_or(specifier.len(), |(at, _)| at);
    specifier.get(..end).unwrap_or(specifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_sorted_and_names_are_taken_apart() {
        assert!(DEFAULT_EXPORTS.is_sorted() && BUILT_IN.is_sorted());
        assert_eq!(default_export("openai"), Some("OpenAI"));
        assert_eq!(package_of("@ai-sdk/openai/internal"), "@ai-sdk/openai");
        assert_eq!(package_of("openai/helpers/zod"), "openai");
        assert_eq!(package_of("zod"), "zod");
        assert_eq!(without_code_extension("./a.service.ts"), "./a.service");
        assert_eq!(without_code_extension("next.js/"), "next.js/");
        assert_eq!(
            (written_module(0, "chart.js"), written_module(3, "a.js")),
            ("chart.js".into(), "../../a".into())
        );
    }
}
