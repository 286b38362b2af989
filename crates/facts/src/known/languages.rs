//! The words and letters that give a human language away.
//!
//! Enough to tell what language a prompt or an answer is written in; not to tell apart every language on earth. A text in a
//! language that is not here usually gives nothing, because too few of its words are known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What is known of one language.
struct Words {
    /// Its BCP 47 code.
    language: &'static str,
    /// Letters outside a to z that it writes.
    letters: &'static str,
    /// Some of its most frequent function words, sorted.
    stop_words: &'static [&'static str],
}

/// By code. The words are a selection from the Snowball project's stop-word lists (github.com/snowballstem/snowball-website,
/// `algorithms/*/stop.txt`, BSD 3-clause, read at a5c23fc of 2026-08-21); the letters are those of each language's alphabet.
static LANGUAGES: [Words; 11] = [
    Words {
        language: "da",
        letters: "æøå",
        stop_words: &[
            "af", "at", "blive", "bliver", "den", "denne", "der", "det", "dette", "dig", "din", "du",
            "efter", "eller", "en", "er", "et", "for", "fra", "han", "har", "hun", "hvad", "hvor", "ikke",
            "jeg", "kunne", "med", "men", "mig", "min", "nogle", "når", "og", "også", "om", "over", "på",
            "selv", "sig", "skal", "som", "til", "under", "var", "vi", "vil",
        ],
    },
    Words {
        language: "de",
        letters: "äöüß",
        stop_words: &[
            "aber", "alle", "als", "auch", "auf", "bei", "das", "dem", "den", "der", "des", "die", "diese",
            "dieser", "dieses", "du", "durch", "ein", "eine", "einer", "eines", "er", "für", "haben", "hat",
            "ich", "ihr", "ist", "kann", "keine", "können", "mit", "nach", "nicht", "nur", "oder", "sich",
            "sie", "sind", "soll", "und", "von", "war", "wenn", "werden", "wir", "wird", "zu", "über",
        ],
    },
    Words {
        language: "en",
        letters: "",
        stop_words: &[
            "a", "about", "after", "all", "an", "and", "any", "are", "as", "at", "be", "because", "before",
            "both", "but", "by", "could", "do", "does", "each", "for", "from", "has", "have", "here", "how",
            "if", "in", "into", "is", "it", "more", "most", "no", "not", "of", "on", "only", "or", "other",
            "our", "should", "some", "such", "than", "that", "the", "their", "there", "they", "this", "to",
            "too", "until", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who",
            "with", "would", "you", "your",
        ],
    },
    Words {
        language: "es",
        letters: "áéíóúñü",
        stop_words: &[
            "a", "al", "como", "con", "contra", "cuando", "de", "del", "desde", "donde", "durante", "el",
            "en", "entre", "es", "ese", "eso", "esta", "este", "hasta", "hay", "la", "las", "le", "les",
            "lo", "los", "me", "muy", "más", "ni", "no", "nos", "otros", "para", "pero", "por", "porque",
            "que", "quien", "se", "sin", "sobre", "su", "sus", "sí", "también", "todo", "todos", "un", "una",
            "uno", "y", "ya",
        ],
    },
    Words {
        language: "fi",
        letters: "äö",
        stop_words: &[
            "ei", "että", "he", "hän", "ja", "joka", "jos", "koska", "kuin", "kun", "me", "minä", "mitä",
            "mutta", "niin", "nämä", "ole", "olen", "olet", "oli", "olla", "on", "ovat", "se", "sekä",
            "sinä", "tai", "te", "tämä", "vaan",
        ],
    },
    Words {
        language: "fr",
        letters: "àâçéèêëîïôûùœ",
        stop_words: &[
            "au", "aux", "avec", "avez", "ce", "ces", "cette", "dans", "de", "des", "du", "elle", "en", "et",
            "il", "ils", "je", "la", "le", "les", "leur", "ma", "mais", "mon", "ne", "notre", "nous", "ou",
            "par", "pas", "pour", "que", "qui", "sa", "ses", "sont", "sur", "tu", "un", "une", "votre",
            "vous", "êtes",
        ],
    },
    Words {
        language: "it",
        letters: "àèéìòù",
        stop_words: &[
            "al", "alla", "anche", "che", "chi", "come", "con", "cui", "da", "dei", "del", "della", "delle",
            "di", "dove", "e", "gli", "ha", "hai", "ho", "il", "in", "la", "le", "lo", "loro", "ma", "nel",
            "nella", "noi", "non", "per", "perché", "più", "questa", "questo", "se", "si", "sono", "sul",
            "sulla", "un", "una", "voi", "è",
        ],
    },
    Words {
        language: "nb",
        letters: "æøå",
        stop_words: &[
            "alle", "at", "av", "bare", "blir", "både", "de", "dem", "der", "det", "du", "eller", "en",
            "enn", "er", "et", "for", "fordi", "fra", "ha", "han", "hans", "har", "her", "hun", "hva",
            "hvor", "i", "ikke", "kan", "kunne", "med", "meg", "men", "min", "noe", "noen", "nå", "og", "om",
            "opp", "oss", "over", "på", "seg", "selv", "skal", "som", "så", "til", "ut", "var", "ved", "vi",
            "vil", "å",
        ],
    },
    Words {
        language: "nl",
        letters: "ëï",
        stop_words: &[
            "aan", "al", "als", "bij", "daar", "dan", "dat", "de", "der", "deze", "die", "dit", "doen",
            "door", "een", "en", "er", "geen", "haar", "had", "heb", "hebben", "heeft", "hem", "het", "hij",
            "hoe", "iets", "ik", "in", "is", "je", "maar", "me", "meer", "men", "met", "mij", "mijn", "naar",
            "niet", "nog", "nu", "of", "om", "omdat", "ook", "op", "over", "te", "toch", "tot", "u", "uit",
            "van", "veel", "voor", "want", "waren", "was", "wat", "worden", "zal", "ze", "zich", "zij",
            "zijn", "zo", "zou",
        ],
    },
    Words {
        language: "pt",
        letters: "ãõçáéíóúâêô",
        stop_words: &[
            "a", "ao", "aos", "as", "até", "com", "como", "da", "das", "de", "do", "dos", "e", "ela", "ele",
            "eles", "em", "entre", "esse", "está", "estão", "eu", "foi", "isso", "já", "mais", "mas", "me",
            "mesmo", "muito", "na", "nas", "no", "nos", "não", "o", "os", "ou", "para", "pela", "pelo",
            "por", "quando", "que", "quem", "se", "sem", "seu", "seus", "sua", "só", "também", "um", "uma",
            "você", "à",
        ],
    },
    Words {
        language: "sv",
        letters: "åäö",
        stop_words: &[
            "alla", "allt", "att", "av", "blev", "bli", "blir", "blivit", "de", "dem", "den", "denna",
            "deras", "dess", "dessa", "det", "detta", "dig", "din", "dina", "ditt", "du", "där", "då",
            "efter", "ej", "eller", "en", "er", "era", "ert", "ett", "från", "för", "ha", "hade", "han",
            "hans", "har", "henne", "hennes", "hon", "honom", "hur", "här", "i", "icke", "ingen", "inom",
            "inte", "jag", "ju", "kan", "kunde", "man", "med", "mellan", "men", "mig", "min", "mina", "mitt",
            "mot", "mycket", "ni", "nu", "när", "någon", "något", "några", "och", "om", "oss", "på", "samma",
            "sedan", "sig", "sin", "sina", "själv", "skulle", "som", "så", "sådan", "sådana", "sådant",
            "till", "under", "upp", "ut", "utan", "vad", "var", "vara", "varför", "varit", "varje", "vars",
            "vart", "vem", "vi", "vid", "vilka", "vilkas", "vilken", "vilket", "vår", "våra", "vårt", "än",
            "är", "åt", "över",
        ],
    },
];

/// How many words are looked at: the first ones tell.
const MAX_WORDS: usize = 200;
/// A language must be recognised in this many words at least.
const MIN_HITS: i32 = 2;
/// … and in at least one word of so many. Running text has a function word in two or three; lists of identifiers have none.
const WORDS_PER_HIT: i32 = 8;

/// The languages each word is frequent in, as bits in the order of [`LANGUAGES`].
static BY_WORD: LazyLock<BTreeMap<&'static str, u32>> = LazyLock::new(|| {
    let mut by_word = BTreeMap::new();
    for (index, language) in LANGUAGES.iter().enumerate() {
        for word in language.stop_words {
            *by_word.entry(*word).or_default() |= 1 << index;
        }
    }
    by_word
});

/// The language a text is written in, as a BCP 47 code, or nothing where its words do not tell.
///
/// Every word of a language's list counts two for it; a letter outside a to z counts one for the languages that write it and one
/// against the others, which is what tells Swedish from Danish. Addresses, paths and identifiers are no words.
#[must_use]
pub fn language_of(text: &str) -> Option<&'static str> {
    let mut tallies = [Tally::default(); LANGUAGES.len()];
    let mut count = 0;
    for chunk in text.split_whitespace().take(MAX_WORDS) {
        let word = chunk.trim_matches(|letter: char| !letter.is_alphabetic());
        count += i32::from(!word.is_empty());
        if !word.is_empty()
            && word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '\'' | '’' | '-'))
        {
            tally(&word.to_lowercase(), &mut tallies);
        }
    }
    let (mut best, mut best_score, mut second_score) = (None, 0, 0);
    for (language, tally) in LANGUAGES.iter().zip(tallies) {
        if tally.hits < MIN_HITS || tally.hits * WORDS_PER_HIT < count {
            continue;
        }
        if tally.score > best_score {
            (best, second_score, best_score) = (Some(language.language), best_score, tally.score);
        } else {
            second_score = second_score.max(tally.score);
        }
    }
    best.filter(|_| best_score > second_score)
}

/// What speaks for a language: how many words are its own, and how much in all.
#[derive(Clone, Copy, Default)]
struct Tally {
    hits: i32,
    score: i32,
}

fn tally(word: &str, tallies: &mut [Tally]) {
    let languages = BY_WORD.get(word).copied().unwrap_or_default();
    let is_plain = word.is_ascii();
    if languages == 0 && is_plain {
        return;
    }
    for (index, (tally, language)) in tallies.iter_mut().zip(&LANGUAGES).enumerate() {
        if languages & (1 << index) != 0 {
            tally.hits += 1;
            tally.score += 2;
        }
        if !is_plain {
            for letter in word.chars().filter(|letter| letter.is_alphabetic() && !letter.is_ascii()) {
                tally.score += if language.letters.contains(letter) { 1 } else { -1 };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(LANGUAGES.is_sorted_by_key(|words| words.language));
        for words in &LANGUAGES {
            assert!(words.stop_words.is_sorted(), "{}", words.language);
        }
    }

    #[test]
    fn running_text_is_recognised() {
        let cases = [
            ("Du är en hjälpsam assistent. Svara alltid på svenska och var saklig.", Some("sv")),
            ("Tyvarr kan jag inte svara just nu, men du kan ringa oss i morgon.", Some("sv")),
            ("You are a helpful assistant that answers questions about the orders of a shop.", Some("en")),
            (
                "Answer in Swedish. The customer is in Göteborg and you are polite to the customer.",
                Some("en"),
            ),
            (
                "Du giver kunden et svar efter bedste evne, også når der mangler en del af det, han har skrevet.",
                Some("da"),
            ),
            ("Du er en hjelpsom assistent, og du svarer alltid på det kunden spør om nå.", Some("nb")),
            ("Du bist ein Assistent und antwortest immer auf die Fragen, die der Kunde stellt.", Some("de")),
            ("Vous êtes un assistant qui répond aux questions dans la langue du client.", Some("fr")),
            ("Olet avulias assistentti ja vastaat aina, kun asiakas kysyy, mutta et muuten.", Some("fi")),
        ];
        for (text, language) in cases {
            assert_eq!(language_of(text), language, "{text}");
        }
    }

    #[test]
    fn what_is_not_prose_has_no_language() {
        for text in [
            "",
            "    ",
            "https://api.openai.com/v1/chat/completions?stream=true&temperature=0",
            "arn:aws:bedrock:eu-north-1::foundation-model/anthropic.claude",
            "https://api.example.org/v1/very/long/address?that=is&not=prose",
            "%(asctime)s %(levelname)s %(name)s %(message)s %(trace_id)s",
            "0123456789abcdef0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(language_of(text), None, "{text}");
        }
    }
}
