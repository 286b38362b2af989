//! Secrets found, weak, standing in, and not there. Values are put together here, so that no file holds one whole.

use super::*;
use crate::known::secret_kinds::{GENERIC_KINDS, Letters, NAMED_KINDS, SPECIAL_KINDS};

const LIVE: SecretContext = SecretContext::Live;
const WEAK: SecretContext = SecretContext::WeakDefault;
const PLACEHOLDER: SecretContext = SecretContext::Placeholder;

fn found(path: &str, text: &str) -> Vec<(u32, String, SecretContext)> {
    let path = RepoPath::parse(path).unwrap();
    let language = crate::classify::language_of(&path, text);
    find(&path, language, text).into_iter().map(|secret| (secret.line, secret.kind, secret.context)).collect()
}

fn one(path: &str, text: &str) -> Option<(String, SecretContext)> {
    let mut all = found(path, text);
    assert!(all.len() < 2, "{text}: {all:?}");
    all.pop().map(|(_, kind, context)| (kind, context))
}

fn is(kind: &str, context: SecretContext) -> Option<(String, SecretContext)> {
    Some((kind.to_owned(), context))
}

/// Letters as mixed as chance makes them, the same every time.
fn random(letters: Letters, length: usize) -> String {
    let alphabet: &[u8] = match letters {
        Letters::Hex => b"4f0a9c17be2d8563",
        Letters::Uuid => b"4f0a9c17-be2d8563",
        Letters::Base32 => b"Q7Z2LXRVTBNKWHJ5MEYSGC3FAPD64UOI",
        _ => b"q7Zp2LkX9vR4tB8nWc3Hy6Jd5Gm",
    };
    let mut state = 7_u32;
    (0..length)
        .map(|_| {
            state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
            char::from(alphabet[usize::try_from(state >> 16).unwrap() % alphabet.len()])
        })
        .collect()
}

fn uuid() -> String {
    let digits = random(Letters::Hex, 32);
    [0..8, 8..12, 12..16, 16..20, 20..32].map(|group| &digits[group]).join("-")
}

#[test]
fn at_least_sixty_kinds_are_known() {
    let kinds: BTreeSet<&str> = PREFIX_KINDS
        .iter()
        .map(|kind| kind.id)
        .chain(NAMED_KINDS.iter().map(|kind| kind.id))
        .chain(SPECIAL_KINDS.iter().copied())
        .chain(GENERIC_KINDS.iter().copied())
        .collect();
    assert!(kinds.len() >= 60, "{}", kinds.len());
    assert!(MARKS.automaton.is_some());
}

#[test]
fn every_prefix_is_found_in_its_shape_and_in_no_other() {
    for kind in PREFIX_KINDS {
        for prefix in kind.prefixes {
            let key = format!("{prefix}{}", random(kind.letters, kind.min));
            assert_eq!(one("a.py", &format!("x = f(\"{key}\")\n")), is(kind.id, LIVE), "{key}");
            let short = format!("{prefix}{}", random(kind.letters, kind.min - 1));
            let others = found("a.py", &format!("x = f(\"{short}\")\n"));
            assert!(others.iter().all(|(_, id, _)| id != kind.id), "{short}: {others:?}");
            let same = format!("{prefix}{}", "a".repeat(kind.min));
            let stand_ins = found("a.py", &format!("x = f(\"{same}\")\n"));
            assert!(stand_ins.iter().all(|(_, _, context)| *context == PLACEHOLDER), "{same}: {stand_ins:?}");
        }
    }
}

#[test]
fn names_tell_whose_a_value_is() {
    for kind in NAMED_KINDS {
        let name = format!("{}_api_key", kind.words.join("_"));
        let value = random(kind.letters, kind.min.max(16));
        let all = found(".env", &format!("{}={value}\n", name.to_uppercase()));
        assert_eq!(all.len(), 1, "{name}: {all:?}");
        assert_eq!(all[0].2, LIVE, "{name}");
        assert!(!matches!(all[0].1.as_str(), "generic_secret"), "{name}: {all:?}");
    }
}

#[test]
fn a_name_and_chance_make_a_secret() {
    let key = random(Letters::Alnum, 32);
    for (path, text, kind) in [
        ("a.py", format!("api_key = \"{key}\"\n"), "generic_secret"),
        ("a.py", format!("client = Client(auth_token='{key}')\n"), "generic_secret"),
        ("a.py", format!("class S:\n    jwt_secret: str = \"{key}\"\n"), "generic_secret"),
        ("a.py", format!("k = os.getenv(\"API_KEY\", \"{key}\")\n"), "generic_secret"),
        ("a.py", format!("h = {{\"x-api-key\": \"{key}\"}}\n"), "generic_secret"),
        ("a.ts", format!("const apiKey = process.env.API_KEY || '{key}'\n"), "generic_secret"),
        ("a.yaml", format!("apiKey: {key}\n"), "generic_secret"),
        ("a.yaml", format!("- name: X_TOKEN\n  value: {key}\n"), "generic_secret"),
        ("a.json", format!("{{\"clientSecret\": \"{key}\"}}\n"), "generic_secret"),
        ("run.sh", format!("export DB_PASSWORD={key}\n"), "password"),
        ("Dockerfile", format!("FROM a\nENV API_TOKEN={key}\n"), "generic_secret"),
        ("README.md", format!("```\nexport API_KEY={key}\n```\n"), "generic_secret"),
        ("a.xml", format!("<password>{key}</password>\n"), "password"),
        ("a.properties", format!("spring.datasource.password={key}\n"), "password"),
        ("tests/test_a.py", format!("token = \"{key}\"  # test only\n"), "generic_secret"),
        ("a.py", format!("api_key = \"{}\"\n", uuid()), "generic_secret"),
        ("a.py", format!("help = \"see postgres://app:{key}@db/app\"\n"), "url_password"),
    ] {
        assert_eq!(one(path, &text), is(kind, LIVE), "{text}");
    }
}

#[test]
fn stand_ins_references_and_names_are_no_live_secrets() {
    for (path, text) in [
        (".env.example", "OPENAI_API_KEY=sk-...\n"),
        (".env.example", "MCP_API_KEY=your-secure-key-change-this\n"),
        ("a.py", "api_key = \"YOUR_API_KEY\"\n"),
        ("a.py", "aws_key = \"AKIAIOSFODNN7EXAMPLE\"\n"),
        ("a.py", "token = \"test-token-123\"\n"),
        ("a.yaml", "password: <your-password>\n"),
        ("README.md", "postgresql://user:password@localhost/db\n"),
        ("alembic.ini", "sqlalchemy.url = driver://user:pass@localhost/dbname\n"),
        ("a.py", "parser.add_argument('--proxy', help='such as http://user:pass@proxy:3128')\n"),
    ] {
        assert!(matches!(one(path, text), Some((_, PLACEHOLDER))), "{text}: {:?}", one(path, text));
    }
    for (path, text) in [
        ("a.py", "CREDENTIALS = \"credentials\"\n"),
        ("a.py", "API_KEY = \"api_key\"\n"),
        ("a.py", "password = get_password()\n"),
        ("a.py", "token: str = None\n"),
        ("a.py", "if token == \"abcdef1234567890abc\":\n"),
        ("a.py", "max_tokens = \"q7Zp2LkX9vR4tB8nWc\"\n"),
        ("a.py", "key = os.environ[\"API_KEY\"]\n"),
        ("a.py", "url = f\"postgresql://{user}:{password}@{host}/db\"\n"),
        ("a.yaml", "password: ${DB_PASSWORD}\n"),
        ("a.yaml", "password: {{ .Values.password }}\n"),
        ("a.yaml", "password: !Ref DbPassword\n"),
        ("a.yaml", "url: https://user@example.com/a:b\n"),
        ("a.yaml", "password:\n  length: 12\n"),
        ("a.tf", "password = var.db_password\n"),
        ("a.tf", "secret_arn = \"arn:aws:secretsmanager:eu-north-1:123456789012:secret:x\"\n"),
        ("README.md", "The API key: q7Zp2LkX9vR4tB8nWc is not written so.\n"),
        ("a.py", "x = 'task-proj-' + 'risk-' + 'whisk-ant'\n"),
        ("run.sh", "TOKEN=$(aws get-token)\n"),
        ("a.css", ".md-sidebar__inner-content-xl { margin: 0 }\n"),
        ("a.py", "session_token = \"4f0a9c17-be2d-4563-9c17-4f0ae2d85630\"\n"),
        ("a.ts", "<input type=\"password\" name=\"password\" />\n"),
    ] {
        assert_eq!(found(path, text), [], "{text}");
    }
}

#[test]
fn weak_defaults_are_seen_where_they_work() {
    for (path, text) in [
        ("docker-compose.yml", "environment:\n  POSTGRES_PASSWORD: postgres\n"),
        ("docker-compose.yml", "environment:\n  - POSTGRES_PASSWORD=changeme\n"),
        ("docker-compose.yml", "environment:\n  - P=${DB_PASSWORD:-admin}\n"),
        (".env", "REDIS_PASSWORD=redis\n"),
        ("a.py", "p = os.getenv(\"DB_PASSWORD\", \"postgres\")\n"),
        ("a.py", "s = os.environ.get(\"JWT_SECRET\") or \"your-secret-key\"\n"),
        ("a.yaml", "url: postgresql://postgres:postgres@db:5432/app\n"),
        ("a.yaml", "- name: DB_PASSWORD\n  value: \"admin\"\n"),
    ] {
        assert!(matches!(one(path, text), Some((_, WEAK))), "{text}: {:?}", found(path, text));
    }
}

#[test]
fn special_shapes() {
    let body = random(Letters::Alnum, 400);
    let pem =
        |body: &str| format!("-----BEGIN {}PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n", "RSA ");
    assert_eq!(one("a.pem", &pem(&body)), is("private_key", LIVE));
    assert_eq!(one("a.md", &pem("MIIEpAIBAAKCAQEA...")), is("private_key", PLACEHOLDER));
    assert_eq!(one("a.py", &format!("if x.startswith('-----BEGIN {}KEY-----'):\n", "PRIVATE ")), None);
    let json = format!(
        "{{\"type\": \"service_account\",\n\"private_key\": \"-----BEGIN {}KEY-----\\n{body}\\n-----END PRIVATE KEY-----\\n\"}}",
        "PRIVATE "
    );
    assert_eq!(one("a.json", &json), is("gcp_service_account_key", LIVE));
    let payload = random(Letters::Alnum, 30);
    assert_eq!(
        one("a.py", &format!("t = 'eyJhbGciOiJIUzI1NiJ9.eyJ{payload}.{}'\n", random(Letters::Alnum, 43))),
        is("jwt", LIVE)
    );
    assert_eq!(
        one("a.yaml", &format!("u: redis://:{}@cache:6379/0\n", random(Letters::Alnum, 20))),
        is("url_password", LIVE)
    );
    assert_eq!(
        one("a.yaml", &format!("u: mongodb+srv://app:{}@c.mongodb.net\n", random(Letters::Alnum, 16))),
        is("url_password", LIVE)
    );
    assert_eq!(
        one("a.sh", &format!("curl -H 'Authorization: Bearer {}'\n", random(Letters::Alnum, 40))),
        is("bearer_token", LIVE)
    );
    assert_eq!(
        one("a.py", &format!("b = '123456789:AA{}'\n", random(Letters::Alnum, 33))),
        is("telegram_bot_token", LIVE)
    );
    assert_eq!(
        one("a.py", &format!("b = 'aB38Q~{}'\n", random(Letters::Alnum, 32))),
        is("azure_client_secret", LIVE)
    );
}

#[test]
fn a_provider_beats_the_name_and_the_value_never_leaves() {
    let tail = random(Letters::Alnum, 60);
    let text = format!("# one\nOPENAI_API_KEY=sk-proj-{tail}\n");
    let path = RepoPath::parse(".env").unwrap();
    let secrets = find(&path, Language::Env, &text);
    assert_eq!(secrets.len(), 1);
    assert_eq!(
        (secrets[0].line, secrets[0].kind.as_str(), secrets[0].stub.as_str()),
        (2, "openai_api_key", "sk-pro…(68)")
    );
    let weak = find(&path, Language::Env, "DB_PASSWORD=admin\n");
    assert_eq!(weak[0].stub, "a…(5)");
}

#[test]
fn hostile_texts_are_linear() {
    for piece in [
        "password",
        "password=",
        "://",
        "://a:",
        "eyJ",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "sk-",
        "api_key: ",
        "\"secret\": ",
        "token",
        "{",
        "8Q~",
        ":AA",
        "bearer ",
        "${password:-",
        "name: a_key\n",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let _ = found("a.yaml", &text);
    }
    let _ = found("a.py", "é://é:é@é password='é' api_key=é eyJé -----BEGIN é PRIVATE KEY-----é");
}

#[test]
fn what_is_put_in_the_place_of_a_variable_is_no_default() {
    assert_eq!(one("mvnw", "case \"${MVNW_PASSWORD:+has-password}\" in\n"), None);
    assert_eq!(one("run.sh", "echo \"${DB_PASSWORD:?is not set}\"\n"), None);
    assert_eq!(one("run.sh", "P=\"${DB_PASSWORD:-postgres}\"\n"), is("password", WEAK));
}

#[test]
fn hosts_that_are_reserved_for_examples_guard_nothing() {
    let url = |host: &str| one("a.py", &format!("URL = \"postgresql://app:secret@{host}/db\"\n"));
    for host in ["db.example.com", "example.org:5432", "db.test", "host.invalid"] {
        assert_eq!(url(host), is("url_password", PLACEHOLDER), "{host}");
    }
    for host in ["db.counterexample.com", "localhost", "db.contest"] {
        assert_eq!(url(host), is("url_password", WEAK), "{host}");
    }
}

#[test]
fn an_access_key_that_signs_a_url_is_no_secret() {
    let key = format!("ASIA{}", random(Letters::Base32, 16));
    let url = format!("https://b.s3.amazonaws.com/x?X-Amz-Credential={key}%2F20260101%2Feu-north-1\n");
    assert_eq!(one("urls.csv", &url), None);
    assert_eq!(one("a.py", &format!("KEY = \"{key}\"\n")), is("aws_access_key_id", LIVE));
}
