//! What went wrong between the page and its workers, in both languages.

use beredd_model::Text;

/// That the worker's program could not be fetched.
pub(crate) const fn program_missing() -> Text {
    Text::fixed(
        "The auditing program could not be loaded. Reload the page; if that does not help, a file beside it \
         is missing, altered or blocked, or this browser does not run WebAssembly.",
        "Granskningsprogrammet gick inte att ladda. Läs in sidan på nytt; hjälper inte det saknas, avviker \
         eller spärras en fil bredvid den, eller så kör webbläsaren inte WebAssembly.",
    )
}

/// That the browser starts no workers.
pub(crate) const fn worker_refused() -> Text {
    Text::fixed(
        "The browser refused to start a worker. Its settings, or a policy on this network, may forbid it.",
        "Webbläsaren vägrade starta en arbetstråd. Kanske förbjuds det av dess inställningar eller av en regel i nätet.",
    )
}

/// That page and worker do not understand each other.
pub(crate) const fn worker_garbled() -> Text {
    Text::fixed(
        "The page and its worker did not understand each other. Reload the page: it may be older than the worker beside it.",
        "Sidan och dess arbetstråd förstod inte varandra. Läs in sidan på nytt: den kan vara äldre än programmet bredvid den.",
    )
}

/// That the judge died.
pub(crate) const fn judge_died() -> Text {
    Text::fixed(
        "The program stopped while it was judging this archive; it may have run out of memory. Try an archive without \
         bundled dependencies and data, or use the command line.",
        "Programmet avbröts medan det bedömde arkivet; minnet kan ha tagit slut. Prova ett arkiv utan medföljande beroenden \
         och data, eller använd kommandoraden.",
    )
}

/// That the worker died over a file to be saved.
pub(crate) const fn writer_died() -> Text {
    Text::fixed(
        "The file could not be written; the program may have run out of memory. Try once more, or another form.",
        "Filen gick inte att skriva; minnet kan ha tagit slut. Försök en gång till, eller välj en annan form.",
    )
}

/// That a file made the program fail.
pub(crate) const fn file_crashed() -> Text {
    Text::fixed(
        "The program failed on this file; the rest was audited.",
        "Programmet klarade inte den här filen; resten granskades.",
    )
}

/// That lines cannot be shown because the archive is not at hand.
pub(crate) const fn archive_gone() -> Text {
    Text::fixed(
        "The archive is no longer at hand. Drop it again to read its lines.",
        "Arkivet finns inte längre till hands. Släpp det igen för att läsa dess rader.",
    )
}

/// That a file is no saved audit.
pub(crate) fn not_an_audit(name: &str) -> Text {
    Text::made(
        format!(
            "“{name}” is not an audit that Beredd has saved. Drop the zip archive of a repository, or an audit.json."
        ),
        format!(
            "”{name}” är ingen granskning som Beredd har sparat. Släpp ett kodförråds zip-arkiv, eller en audit.json."
        ),
    )
}
