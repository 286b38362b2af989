//! What a tool may do is no more than its task needs.

use crate::shared::infrastructure::documents;
use crate::shared::values::{keyword, last, texts_in};
use crate::shared::{Tally, effort, not_applicable};
use crate::{Check, Example};
use beredd_facts::RepoFacts;
use beredd_facts::fact::{Call, Node, Value};
use beredd_model::{
    Category, Consequence, Criterion, Grade, Lines, Outcome, Place, Policy, Role, Standard, SubjectKind,
    Text, Verdict,
};

pub(crate) static CHECK: Check = Check {
    criterion: Criterion::new(Category::Security, 2),
    role: Role::Supporting,
    claim: Text::fixed("Tools and MCP servers are given no more power than they need", "Verktyg och MCP-servrar får inte mer makt än de behöver"),
    gap_title: Text::fixed("Agents hold the keys to the whole house", "Agenterna har nyckeln till hela huset"),
    why: Text::fixed("An agent that is misled uses all that it can reach. A file server over the whole disk, or a tool that asks nobody, makes a bad answer into a bad deed.", "En agent som vilseleds använder allt den når. En filserver över hela disken, eller ett verktyg som inte frågar någon, gör ett dåligt svar till en dålig handling."),
    fix: Text::fixed("Give file servers one folder, leave `require_approval` on for what changes things, run code in a container, and take away `allow_dangerous_*` flags.", "Ge filservrar en enda mapp, låt `require_approval` vara på för sådant som ändrar något, kör kod i en container och ta bort flaggor som `allow_dangerous_*`."),
    limits: Text::fixed("Only powers that stand as settings are seen: MCP servers in configuration and code, and the flags of frameworks. What a server itself allows is not.", "Bara makt som står som inställningar syns: MCP-servrar i konfiguration och kod och ramverkens flaggor. Vad en server själv tillåter syns inte."),
    consequence: Consequence::C1,
    effort: effort((250, 500, 1000), (100, 250, 500), Text::fixed("tool", "verktyg")),
    after: &[],
    standards: &[Standard::new("OWASP LLM 2025", "LLM06"), Standard::new("OWASP Agentic 2026", "ASI02"), Standard::new("OWASP Agentic 2026", "ASI03")],
    examples: &[Example::passes("\
//- mcp.json
{ \"mcpServers\": { \"files\": { \"command\": \"npx\", \"args\": [\"-y\", \"@modelcontextprotocol/server-filesystem\", \"/srv/app/notes\"] } } }
"), Example::partial("\
//- mcp.json
{
  \"mcpServers\": {
    \"search\": { \"command\": \"npx\", \"args\": [\"-y\", \"search-server\"] },
    \"files\": { \"command\": \"npx\", \"args\": [\"-y\", \"@modelcontextprotocol/server-filesystem\", \"/\"] } ⟵
  }
}
"), Example::fails("\
//- main.py
from agents import Agent, HostedMCPTool

tool = HostedMCPTool(tool_config={'type': 'mcp', 'server_url': 'https://example.org', 'require_approval': 'never'}) ⟵
agent = Agent(name='Clerk', tools=[tool])
"), Example::lookalike(Outcome::Fail, "\
//- main.py
from agents import Agent, HostedMCPTool

# require_approval: always
NOTE = 'require_approval: always'
tool = HostedMCPTool(tool_config={'type': 'mcp', 'server_url': 'https://example.org', 'require_approval': 'never'}) ⟵
agent = Agent(name='Clerk', tools=[tool])
"), Example::lookalike(Outcome::NotApplicable, "\
//- README.md
Never set allow_dangerous_code.
//- main.py
allow_dangerous_code = True
")],
    judge,
};

const SIGNALS: &[&str] = &[
    "mcpServers in configuration, and the folders given to server-filesystem",
    "HostedMCPTool, MCPServerStdio, StdioServerParameters",
    "require_approval, allow_dangerous_code, allow_dangerous_requests, use_docker",
];

/// Flags that take a framework's own guard away. Source: the documentation of LangChain; 2025-11.
const FLAGS: &[&str] = &["allow_dangerous_code", "allow_dangerous_requests"];

/// Folders that hold everything.
const WHOLE_DISKS: &[&str] =
    &["$HOME", "${HOME}", "/", "/etc", "/home", "/root", "/var/run/docker.sock", "C:\\", "~", "~/"];

/// Something that is given power.
struct Power {
    name: String,
    place: Place,
    /// What is too much.
    excess: Option<Text>,
}

fn judge(repo: &RepoFacts, _policy: &Policy) -> Verdict {
    let mut powers = configured(repo);
    for (path, module) in repo.production_code() {
        let given = module.calls.iter().filter_map(|call| {
            let excess = excess_of(call);
            let is_power = excess.is_some() || is_server(call);
            let place = RepoFacts::place(path, Lines::at(call.lines.start));
            is_power.then(|| Power { name: last(&call.target).to_owned(), place, excess })
        });
        powers.extend(given);
    }
    let mut tally = Tally::of(SubjectKind::Part, repo, SIGNALS);
    for power in powers {
        let id = format!("{}:{} {}", power.place.path, power.place.line, power.name);
        if let Some(what) = power.excess {
            tally.speaks_against(power.place.clone(), Grade::Configured, what);
            tally.misses(&id, &power.name, Some(power.place));
        } else {
            let what = Text::made(
                format!("{} is given nothing wide", power.name),
                format!("{} får inget vidsträckt", power.name),
            );
            tally.supports(power.place.clone(), Grade::Configured, what);
            tally.holds(&id, &power.name, Some(power.place));
        }
    }
    let (n, of, missing) = (tally.n(), tally.all(), tally.missing_names(5));
    if of == 0 {
        let reason = Text::fixed(
            "No MCP server and no tool with a setting for its powers was found.",
            "Ingen MCP-server och inget verktyg med inställning för sin makt hittades.",
        );
        return not_applicable(repo, SIGNALS, reason);
    }
    let tail = |word: &str| if missing.is_empty() { ".".to_owned() } else { format!("; {word}: {missing}.") };
    tally.verdict(Text::made(
        format!("{n} of {of} servers and tools have no more power than they need{}", tail("too much")),
        format!("{n} av {of} servrar och verktyg har inte mer makt än de behöver{}", tail("för mycket")),
    ))
}

/// Servers in `mcpServers` of configuration.
fn configured(repo: &RepoFacts) -> Vec<Power> {
    let mut found = Vec::new();
    for (path, document) in documents(repo) {
        let servers = document.walk().filter(|(key, _)| key.is_some_and(|key| key.text == "mcpServers"));
        for (name, server) in servers.flat_map(|(_, servers)| servers.members()) {
            let arguments: Vec<&str> =
                server.get("args").map_or(&[][..], Node::items).iter().filter_map(Node::text).collect();
            let place = RepoFacts::place(path, Lines::at(name.line));
            found.push(Power { name: name.text.clone(), place, excess: whole_disk(&arguments) });
        }
    }
    found
}

/// A server of files that is given a folder which holds everything, or the socket of Docker.
fn whole_disk(arguments: &[&str]) -> Option<Text> {
    let is_files = arguments.iter().any(|one| one.contains("server-filesystem"));
    let wide = arguments.iter().find(|one| {
        let folder = one.split(':').next().unwrap_or(one);
        is_files && WHOLE_DISKS.contains(one) || folder == "/var/run/docker.sock"
    })?;
    Some(Text::made(format!("{wide} is open to the model"), format!("{wide} är öppet för modellen")))
}

fn is_server(call: &Call) -> bool {
    matches!(
        last(&call.target),
        "HostedMCPTool" | "MCPServerStdio" | "StdioServerParameters" | "StdioServerParams"
    )
}

fn excess_of(call: &Call) -> Option<Text> {
    if let Some(flag) = FLAGS.iter().find(|flag| keyword(&call.arguments, flag) == Some(&Value::Bool(true))) {
        return Some(Text::made(format!("{flag} takes the guard away"), format!("{flag} tar bort skyddet")));
    }
    let is_off = |(key, value): &(Value, Value), name: &str, off: &Value| {
        matches!(key, Value::Text(key) if key == name) && value == off
    };
    let never = Value::Text("never".to_owned());
    let maps = call.arguments.iter().filter_map(|argument| match &argument.value {
        Value::Map(members) => Some((argument.name.as_deref(), members)),
        _ => None,
    });
    for (name, members) in maps {
        if is_server(call) && members.iter().any(|member| is_off(member, "require_approval", &never)) {
            return Some(Text::fixed("its calls wait for nobody", "dess anrop väntar inte på någon"));
        }
        if name == Some("code_execution_config")
            && members.iter().any(|member| is_off(member, "use_docker", &Value::Bool(false)))
        {
            return Some(Text::fixed(
                "what the model writes runs outside a container",
                "det modellen skriver körs utanför en container",
            ));
        }
    }
    let texts: Vec<&str> = call.arguments.iter().flat_map(|argument| texts_in(&argument.value)).collect();
    whole_disk(&texts).filter(|_| is_server(call))
}
