//! Populations of Go, Java, Kotlin, C#, Rust, Ruby and PHP: model calls, agents, tests, and names across files.

mod repository;

use beredd_facts::{CallVia, RepoFacts};
use repository::facts;

fn calls(repo: &RepoFacts) -> Vec<String> {
    let sites = repo.population().call_sites.iter();
    sites
        .map(|site| match &site.via {
            CallVia::Provider { provider, .. } => {
                format!("{}:{} {provider}", site.place.path, site.place.line)
            }
            CallVia::FirstParty { .. } => format!("{}:{} own", site.place.path, site.place.line),
        })
        .collect()
}

fn agents(repo: &RepoFacts) -> Vec<String> {
    repo.population().agents.iter().map(|agent| format!("{} {}", agent.name, agent.framework)).collect()
}

#[test]
fn a_go_agent_calls_its_model_through_a_service_of_another_package() {
    let repo = facts(
        "//- go.mod
module example.com/shop
go 1.24
//- internal/llm/client.go
package llm
import (
	\"context\"
	\"github.com/openai/openai-go\"
)
type Client struct { api openai.Client }
func New() *Client { return &Client{api: openai.NewClient()} }
func (c *Client) Complete(ctx context.Context, prompt string) (string, error) {
	r, err := c.api.Chat.Completions.New(ctx, openai.ChatCompletionNewParams{Model: \"gpt-4o\"})
	return r.Choices[0].Message.Content, err
}
//- agents/triage.go
package agents
import (
	\"context\"
	\"example.com/shop/internal/llm\"
	\"google.golang.org/adk/agent/llmagent\"
)
type TriageAgent struct { model *llm.Client }
func (a *TriageAgent) Run(ctx context.Context) (string, error) { return a.model.Complete(ctx, \"hi\") }
func build() { billing, _ := llmagent.New(llmagent.Config{Name: \"billing\", Model: nil}); _ = billing }
//- agents/triage_test.go
package agents
import \"testing\"
func TestRun(t *testing.T) { t.Errorf(\"no\") }
func TestLater(t *testing.T) {
	t.Skip(\"later\")
}
func Testable(t *testing.T) {}
",
    );
    assert_eq!(calls(&repo), ["agents/triage.go:8 own", "internal/llm/client.go:9 openai"]);
    assert_eq!(agents(&repo), ["TriageAgent none", "billing google-adk"]);
    let tests: Vec<_> =
        repo.population().tests.iter().map(|t| (t.name.as_str(), t.asserts, t.is_skipped)).collect();
    assert_eq!(tests, [("TestRun", true, false), ("TestLater", false, true)]);
    assert_eq!(repo.problems().count(), 0);
}

#[test]
fn java_agents_are_made_annotated_or_given_tools() {
    let repo = facts(
        "//- src/main/java/com/acme/Assistant.java
package com.acme;
interface Assistant { String chat(String text); }
//- src/main/java/com/acme/Main.java
package com.acme;
import dev.langchain4j.service.AiServices;
import org.springframework.ai.chat.client.ChatClient;
import io.quarkiverse.langchain4j.RegisterAiService;
class Main {
  private final ChatClient support;
  Main(ChatClient.Builder builder) { this.support = builder.build(); }
  String ask(String text) { return support.prompt().user(text).tools(new Orders()).call().content(); }
  void run() {
    Assistant assistant = AiServices.create(Assistant.class, model());
    assistant.chat(\"hi\");
  }
}
@RegisterAiService(tools = Orders.class)
interface Billing { String answer(String text); }
//- src/test/java/com/acme/MainTest.java
package com.acme;
import org.junit.jupiter.api.*;
class MainTest {
  @Test void answers() { Assertions.assertEquals(1, 1); }
  @Test @Disabled(\"slow\") void later() { }
}
",
    );
    assert_eq!(
        calls(&repo),
        ["src/main/java/com/acme/Main.java:8 spring-ai", "src/main/java/com/acme/Main.java:11 langchain4j"]
    );
    assert_eq!(agents(&repo), ["Assistant langchain4j", "Billing langchain4j", "Main spring-ai"]);
    let tests: Vec<_> =
        repo.population().tests.iter().map(|t| (t.name.as_str(), t.asserts, t.is_skipped)).collect();
    assert_eq!(tests, [("MainTest.answers", true, false), ("MainTest.later", false, true)]);
}

#[test]
fn other_languages_call_their_models() {
    let repo = facts(
        "//- src/Agent.cs
using OpenAI.Chat;
class SupportAgent {
  private readonly ChatClient _client = new(\"gpt-4o\");
  public async Task<string> Ask(string text) { return (await _client.CompleteChatAsync(text)).Value.ToString(); }
}
//- src/main.rs
use rig::providers::openai;
async fn main() {
    let triage = openai::Client::from_env().agent(\"gpt-4o\").preamble(\"hi\").build();
    let answer = triage.prompt(\"hello\").await;
}
//- lib/agent.rb
class SupportAgent
  def initialize
    @client = OpenAI::Client.new
  end
  def ask(text)
    @client.chat(parameters: { model: 'gpt-4o' })
  end
end
//- src/Ask.php
<?php
class SupportAgent {
  function ask($text) {
    $client = \\OpenAI::client('x');
    return $client->chat()->create(['model' => 'gpt-4o']);
  }
}
//- cmd/raw.go
package main
import \"net/http\"
func main() { http.Post(\"https://api.openai.com/v1/chat/completions\", \"application/json\", nil) }
",
    );
    assert_eq!(
        calls(&repo),
        [
            "cmd/raw.go:3 openai",
            "lib/agent.rb:6 openai",
            "src/Agent.cs:4 openai",
            "src/Ask.php:5 openai",
            "src/main.rs:4 rig",
        ]
    );
    assert_eq!(agents(&repo), ["SupportAgent none", "SupportAgent none", "SupportAgent none", "triage rig"]);
}

#[test]
fn names_in_comments_and_texts_are_no_calls() {
    let repo = facts(
        "//- a.go
package a
// client.Chat.Completions.New(ctx)
const doc = `import \"github.com/openai/openai-go\"; openai.NewClient().Chat.Completions.New(ctx)`
type Completions struct{}
func (c Completions) New() {}
func use(c Completions) { c.New() }
//- B.java
class B { /* new ChatClient().prompt().call() */ String s = \"ChatClient.create().prompt().call()\"; void call() { prompt().call(); } }
",
    );
    assert_eq!(calls(&repo), [""; 0]);
    assert_eq!(agents(&repo), [""; 0]);
}

#[test]
fn agents_of_dotnet_are_made_by_clients_and_by_options_with_tools() {
    let repo = facts(
        "//- writer/Program.cs
using Microsoft.Extensions.AI;
using Microsoft.Agents.AI;
IChatClient chat = Clients.Make();
AIAgent writer = Agents.CreateAIAgent(\"Writer\");
//- writer/Agents.cs
using Microsoft.Extensions.AI;
using Microsoft.Agents.AI;
static class Agents {
  public static AIAgent CreateAIAgent(string name) { AIAgent made = Clients.Make().AsAIAgent(name: name); return made; }
}
//- tools/Weather.cs
using Microsoft.Extensions.AI;
class Weather {
  async Task<string> Ask(IChatClient client) {
    var plain = new ChatOptions { ModelId = \"gpt-5-mini\" };
    var options = new ChatOptions { Tools = [AIFunctionFactory.Create(Now)] };
    return (await client.GetResponseAsync(\"hi\", options)).Text;
  }
}
//- plain/Plain.cs
using Microsoft.Extensions.AI;
class Plain {
  async Task<string> Ask(IChatClient client) {
    return (await client.GetResponseAsync(\"hi\", new ChatOptions { ModelId = \"gpt-5-mini\" })).Text;
  }
}
//- hosted/Program.cs
using Azure.AI.Agents.Persistent;
PersistentAgentsClient client = new(endpoint, credential);
var answer = await client.Administration.CreateAgentAsync(model: \"m\", name: \"Vacation\");
",
    );
    assert_eq!(agents(&repo), ["Vacation azure-ai-agents", "Weather dotnet-ai", "made agent-framework"]);
}

#[test]
fn answers_are_asked_nothing() {
    let repo = facts(
        "//- src/main/java/com/acme/Main.java
package com.acme;
import org.springframework.ai.chat.client.ChatClient;
class Main {
  private final ChatClient chat;
  Main(ChatClient.Builder builder) { this.chat = builder.build(); }
  void run() {
    chat.prompt(\"list\").call().entity(List.class).stream().forEach(this::print);
  }
}
",
    );
    assert_eq!(calls(&repo), ["src/main/java/com/acme/Main.java:7 spring-ai"]);
}

#[test]
fn agents_that_join_others_are_agents() {
    let repo = facts(
        "//- src/main/java/com/acme/Team.java
package com.acme;
import dev.langchain4j.agentic.AgenticServices;
class Team {
  Object hiring(Object model, Object a, Object b) {
    return AgenticServices.supervisorBuilder(HiringSupervisor.class).chatModel(model).subAgents(a, b).build();
  }
}
//- flow/flow.go
package flow
import (
	\"github.com/cloudwego/eino/adk\"
	\"github.com/cloudwego/eino/adk/prebuilt/supervisor\"
)
func Loop() { la, _ := adk.NewLoopAgent(ctx, &adk.LoopAgentConfig{Name: \"polish\"}); _ = la }
func Lead() (adk.Agent, error) { return supervisor.New(ctx, &supervisor.Config{Supervisor: nil}) }
",
    );
    assert_eq!(agents(&repo), ["HiringSupervisor langchain4j", "Lead eino", "polish eino"]);
}

#[test]
fn names_of_rust_lead_across_files_and_crates() {
    let repo = facts(
        "//- Cargo.toml
[workspace]
members = [\"shop\", \"shop-llm\"]
//- shop-llm/Cargo.toml
[package]
name = \"shop-llm\"
//- shop-llm/src/lib.rs
pub mod service;
//- shop-llm/src/service.rs
use async_openai::Client;
pub struct ModelService { client: Client<Config> }
impl ModelService {
    pub async fn complete(&self, prompt: &str) -> String {
        self.client.chat().create(prompt).await
    }
}
//- shop/Cargo.toml
[package]
name = \"shop\"
//- shop/src/main.rs
mod agents;
mod words;
fn main() { agents::triage::start(); }
//- shop/src/words.rs
pub fn greeting() -> String { String::new() }
//- shop/src/agents/mod.rs
pub mod triage;
//- shop/src/agents/triage.rs
use shop_llm::service::ModelService;
use crate::words::greeting;
pub struct TriageAgent { model: ModelService }
impl TriageAgent {
    pub async fn run(&self) -> String { self.model.complete(&greeting()).await }
}
pub fn start() {}
",
    );
    assert_eq!(calls(&repo), ["shop-llm/src/service.rs:5 openai", "shop/src/agents/triage.rs:5 own"]);
    assert_eq!(agents(&repo), ["TriageAgent none"]);
    let names = |from: &str, target: &str| {
        let path = beredd_model::RepoPath::parse(from).ok()?;
        repo.resolve_target(&path, target).map(|found| found.path.to_string())
    };
    let triage = "shop/src/agents/triage.rs";
    assert_eq!(names(triage, "crate.words.greeting").as_deref(), Some("shop/src/words.rs"));
    assert_eq!(names("shop/src/main.rs", "agents.triage.start").as_deref(), Some(triage));
    assert_eq!(names(triage, "crate.service.ModelService"), None);
    assert_eq!(names(triage, "greeting"), None);
}
