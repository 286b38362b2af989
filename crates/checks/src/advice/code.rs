//! Advice about code: models, resilience, tests, logs, guards and documents beside the code.

use super::Advice;
use crate::shared::stack::Part::{
    Anthropic, AzureOpenAi, Bedrock, CSharp, Cdk, CloudFormation, Django, FastApi, Flask, GitHub, GitLab, Go,
    Google, Java, Kubernetes, LangChain, LiteLlm, OpenAi, Python, Terraform, TypeScript,
};

/// By check; what a stack has first comes first.
pub(super) static ADVICE: &[Advice] = &[
    Advice {
        check: "llm/agents-call-models-through-one-service",
        names: &[
            (LangChain, "`init_chat_model(…)`"),
            (Python, "`litellm.Router(model_list=…)`, `__init__`"),
            (TypeScript, "`createProviderRegistry(…)`, `AI SDK`"),
            (Go, "`interface`, `Complete(ctx, Prompt)`"),
            (Java, "`ChatClient`, `Spring AI`"),
            (CSharp, "`services.AddChatClient(…)`, `Microsoft.Extensions.AI`"),
        ],
    },
    Advice {
        check: "llm/agents-speak-the-required-languages",
        names: &[
            (Python, "`lingua.LanguageDetectorBuilder`"),
            (TypeScript, "`franc(answer)`"),
            (Go, "`lingua.NewLanguageDetectorBuilder()`"),
            (Java, "`com.github.pemistahl.lingua`"),
            (CSharp, "`SearchPioneer.Lingua`"),
        ],
    },
    Advice {
        check: "llm/agents-hold-no-provider-client",
        names: &[
            (Python, "`flake8-tidy-imports`, `banned-api`, Ruff `TID251`, `openai`, `anthropic`, `boto3`"),
            (TypeScript, "ESLint `no-restricted-imports`, `openai`, `@anthropic-ai/sdk`"),
            (Go, "`depguard`, `github.com/openai/openai-go`"),
            (Java, "ArchUnit `noClasses().should().dependOnClassesThat()`"),
            (CSharp, "`BannedSymbols.txt`"),
        ],
    },
    Advice {
        check: "llm/agents-fall-back-without-their-model",
        names: &[
            (LangChain, "`chain.with_fallbacks([RunnableLambda(rule)])`"),
            (Python, "`except openai.APIError: return self._rules(…)`, `degraded=True`"),
            (TypeScript, "opossum `breaker.fallback(fn)`, cockatiel `fallback(handleAll, fn)`"),
            (Go, "failsafe-go `fallback.NewWithFunc(fn)`"),
            (Java, "resilience4j `@CircuitBreaker(fallbackMethod = \"rules\")`"),
            (CSharp, "Polly `AddFallback(…)`"),
        ],
    },
    Advice {
        check: "llm/models-fail-over-between-providers",
        names: &[
            (LiteLlm, "`Router(model_list=…, fallbacks=[…], num_retries=2)`"),
            (LangChain, "`ModelFallbackMiddleware(…)`, `llm.with_fallbacks([…])`"),
            (Python, "`litellm.completion(model=…, fallbacks=[…])`"),
            (TypeScript, "`ai-fallback`, `createFallback({ models })`"),
            (Go, "failsafe-go `fallback.NewWithFunc`"),
            (Java, "resilience4j `@CircuitBreaker(fallbackMethod = …)`"),
            (CSharp, "Polly `AddFallback`, `IChatClient`"),
        ],
    },
    Advice {
        check: "resilience/guards-outside-calls-with-circuit-breakers",
        names: &[
            (Python, "`pybreaker.CircuitBreaker(fail_max=5, reset_timeout=30)`, `call_async`"),
            (
                TypeScript,
                "opossum `new CircuitBreaker(fn, { timeout, errorThresholdPercentage, resetTimeout })`",
            ),
            (Go, "`gobreaker.NewCircuitBreaker(gobreaker.Settings{…})`"),
            (Java, "resilience4j `@CircuitBreaker(name = \"…\")`"),
            (CSharp, "Polly `AddCircuitBreaker(…)`, `AddStandardResilienceHandler()`"),
        ],
    },
    Advice {
        check: "resilience/fails-over-to-secondary-services",
        names: &[
            (
                Terraform,
                "`multi_az = true`, `automatic_failover_enabled = true`, `aws_route53_record`, `failover_routing_policy`",
            ),
            (CloudFormation, "`MultiAZ: true`, `AutomaticFailoverEnabled: true`"),
            (Cdk, "`multi_az=True`, `aws_elasticache.CfnReplicationGroup(automatic_failover_enabled=True)`"),
            (Python, "`redis.sentinel.Sentinel`, `typing.Protocol`"),
            (Java, "Spring Cloud LoadBalancer `health-check`"),
            (TypeScript, "`ioredis` `sentinels`"),
        ],
    },
    Advice {
        check: "resilience/open-breakers-are-told-and-answered",
        names: &[
            (
                Python,
                "`pybreaker.CircuitBreakerListener.state_change`, `except pybreaker.CircuitBreakerError`",
            ),
            (TypeScript, "opossum `breaker.on('open', …)`, `breaker.fallback(…)`"),
            (Go, "gobreaker `Settings.OnStateChange`, `errors.Is(err, gobreaker.ErrOpenState)`"),
            (Java, "resilience4j `getEventPublisher().onStateTransition(…)`, `CallNotPermittedException`"),
            (CSharp, "Polly `OnOpened`, `BrokenCircuitException`"),
        ],
    },
    Advice {
        check: "resilience/services-report-three-health-states",
        names: &[
            (FastApi, "`@app.get(\"/health\")`, `status: healthy | degraded | unhealthy`"),
            (Flask, "`@app.get(\"/health\")`"),
            (Django, "`django-health-check`"),
            (TypeScript, "`@godaddy/terminus`, `healthChecks`"),
            (Go, "`/healthz`, `alexliesenfeld/health`"),
            (Java, "Spring Boot Actuator `HealthIndicator`, `Status(\"DEGRADED\")`"),
            (CSharp, "`AddHealthChecks()`, `HealthCheckResult.Degraded()`"),
        ],
    },
    Advice {
        check: "resilience/keeps-most-functions-during-failover",
        names: &[
            (Python, "`pytest`, `side_effect=openai.APIConnectionError`, `pytest --junit-xml`"),
            (Kubernetes, "Chaos Mesh `NetworkChaos`"),
            (TypeScript, "`vitest`, `msw`"),
        ],
    },
    Advice {
        check: "testing/covers-the-llm-integration-with-tests",
        names: &[
            (Python, "`pytest.mark.parametrize`, `respx`, `vcrpy`"),
            (TypeScript, "`vitest`, `MockLanguageModelV2`, `ai/test`"),
            (Go, "`httptest.NewServer`"),
            (Java, "`org.junit.jupiter`, `WireMock`"),
            (CSharp, "`xunit`, `WireMock.Net`"),
        ],
    },
    Advice {
        check: "testing/tests-each-team-as-a-whole",
        names: &[
            (FastApi, "`TestClient(app)`, `app.dependency_overrides`"),
            (Python, "`tests/integration/test_<team>.py`"),
            (TypeScript, "`supertest(app)`"),
            (Go, "`httptest.NewServer(handler)`"),
            (Java, "`@SpringBootTest`"),
            (CSharp, "`WebApplicationFactory<Program>`"),
        ],
    },
    Advice {
        check: "testing/tests-run-with-and-without-keys",
        names: &[
            (Python, "`pytest.mark.skipif(not os.getenv(\"OPENAI_API_KEY\"))`, `monkeypatch.delenv`"),
            (GitHub, "`secrets.*`, `schedule`"),
            (GitLab, "`rules: if: $CI_PIPELINE_SOURCE == \"schedule\"`"),
            (TypeScript, "`describe.skipIf(!process.env.OPENAI_API_KEY)`"),
            (Go, "`t.Skip`"),
            (Java, "`@EnabledIfEnvironmentVariable`"),
        ],
    },
    Advice {
        check: "testing/tests-every-agents-fallback",
        names: &[
            (Python, "`AsyncMock(side_effect=openai.APIError(…))`, `assert answer[\"degraded\"]`"),
            (TypeScript, "`vi.fn().mockRejectedValue(new Error())`, `expect(answer.degraded)`"),
            (Go, "`errors.New`, `httptest.NewServer`"),
            (Java, "Mockito `doThrow(…)`"),
            (CSharp, "NSubstitute `ThrowsAsync`"),
        ],
    },
    Advice {
        check: "testing/tests-the-required-languages",
        names: &[
            (Python, "`lingua`, `assert`, DeepEval `GEval`"),
            (TypeScript, "promptfoo `assert: type: llm-rubric`, `franc(answer)`"),
        ],
    },
    Advice {
        check: "observability/measures-critical-operations",
        names: &[
            (Python, "`prometheus_client.Histogram(…).labels(operation=…).time()`, `opentelemetry.metrics`"),
            (TypeScript, "`prom-client`, `new Histogram({ labelNames: ['operation'] })`"),
            (Go, "`promauto.NewHistogramVec(…)`"),
            (Java, "Micrometer `@Timed`"),
            (CSharp, "`System.Diagnostics.Metrics.Meter`"),
        ],
    },
    Advice {
        check: "observability/logs-tenant-agent-cost-and-latency-of-model-calls",
        names: &[
            (LiteLlm, "`litellm.completion_cost(response)`, `CustomLogger`"),
            (Bedrock, "`response[\"usage\"]`, `response[\"metrics\"][\"latencyMs\"]`, `converse`"),
            (OpenAi, "`response.usage`"),
            (Anthropic, "`response.usage.input_tokens`"),
            (Python, "`structlog.get_logger().info(\"llm_call\", tenant=…, agent=…, cost=…, latency_ms=…)`"),
            (TypeScript, "`pino.info({ tenant, agent, cost, latencyMs })`"),
            (Go, "`slog.Info(\"llm_call\", \"tenant\", …)`"),
            (Java, "SLF4J `logger.atInfo().addKeyValue(…)`"),
            (CSharp, "`[LoggerMessage]`"),
        ],
    },
    Advice {
        check: "observability/logs-are-structured-with-trace-ids",
        names: &[
            (
                Python,
                "`structlog.processors.JSONRenderer()`, `contextvars.merge_contextvars`, `python-json-logger`",
            ),
            (TypeScript, "`pino`, `AsyncLocalStorage`"),
            (Go, "`slog.NewJSONHandler`, `otelslog`"),
            (Java, "`logstash-logback-encoder`"),
            (CSharp, "`AddJsonConsole(o => o.IncludeScopes = true)`"),
        ],
    },
    Advice {
        check: "security/authenticates-and-authorises-every-route",
        names: &[
            (FastApi, "`FastAPI(dependencies=[Depends(current_principal)])`, `Security(…, scopes=[…])`"),
            (Flask, "`@jwt_required()`, `before_request`"),
            (Django, "`DEFAULT_PERMISSION_CLASSES = [\"rest_framework.permissions.IsAuthenticated\"]`"),
            (TypeScript, "`express-oauth2-jwt-bearer`, `auth()`, Nest `APP_GUARD`"),
            (Go, "`func(http.Handler) http.Handler`"),
            (Java, "`authorizeHttpRequests(a -> a.anyRequest().authenticated())`"),
            (CSharp, "`FallbackPolicy`, `RequireAuthenticatedUser()`"),
        ],
    },
    Advice {
        check: "security/isolates-tenants-at-every-layer",
        names: &[
            (Terraform, "`aws:PrincipalTag/tenant`"),
            (
                Python,
                "`contextvars.ContextVar(\"tenant\")`, `SET app.tenant`, `CREATE POLICY … USING (tenant_id = current_setting('app.tenant'))`",
            ),
            (TypeScript, "`AsyncLocalStorage`, Prisma `$extends`"),
            (Kubernetes, "`NetworkPolicy`"),
            (Java, "Hibernate `@TenantId`"),
            (CSharp, "EF Core `HasQueryFilter`"),
        ],
    },
    Advice {
        check: "security/masks-personal-data-before-models",
        names: &[
            (Bedrock, "`guardrailIdentifier`, `SensitiveInformationPolicyConfig`, `ANONYMIZE`"),
            (LangChain, "`PIIMiddleware(\"email\", strategy=\"redact\", apply_to_input=True)`"),
            (LiteLlm, "`guardrail: presidio`, `mode: pre_call`"),
            (AzureOpenAi, "`TextAnalyticsClient.recognize_pii_entities`"),
            (Google, "`dlp_v2.DlpServiceClient.deidentify_content`"),
            (Python, "`presidio_analyzer.AnalyzerEngine`, `presidio_anonymizer.AnonymizerEngine`"),
            (TypeScript, "`piiMiddleware({ … })`, `Presidio`"),
            (Java, "Spring AI `CallAdvisor`"),
            (CSharp, "`Microsoft.Extensions.Compliance.Redaction`"),
            (Go, "Presidio `POST /anonymize`"),
        ],
    },
    Advice {
        check: "performance/answers-from-its-cache-often-enough",
        names: &[
            (LangChain, "`set_llm_cache(RedisSemanticCache(…))`"),
            (LiteLlm, "`litellm.cache = Cache(type=\"redis\")`"),
            (Anthropic, "`cache_control={\"type\": \"ephemeral\"}`"),
            (Bedrock, "`cachePoint`, `converse`"),
            (OpenAi, "`usage.prompt_tokens_details.cached_tokens`"),
            (Python, "`redis.Redis().get(key)`, `Counter(\"hits\")`"),
            (TypeScript, "`ioredis`"),
            (Go, "`go-redis`"),
            (Java, "`@Cacheable(key = \"#tenant + #prompt\")`"),
            (CSharp, "`UseDistributedCache()`, `Microsoft.Extensions.AI`"),
        ],
    },
    Advice {
        check: "documentation/documents-the-llm-services-methods",
        names: &[
            (FastApi, "`summary=`, `response_model=`, `/openapi.json`"),
            (Python, "`mkdocstrings`, Ruff `D`"),
            (TypeScript, "TypeDoc, ESLint `jsdoc/require-jsdoc`"),
            (Go, "`go doc`, `revive`, `exported`"),
            (Java, "`maven-javadoc-plugin`, `springdoc-openapi`"),
            (CSharp, "`GenerateDocumentationFile`, `DocFX`"),
        ],
    },
    Advice {
        check: "documentation/each-team-shows-its-llm-integration",
        names: &[(Python, "`pytest --doctest-glob=README.md`"), (Go, "`func Example()`, `example_test.go`")],
    },
    Advice {
        check: "documentation/each-system-has-an-architecture-diagram",
        names: &[
            (LangChain, "`graph.get_graph().draw_mermaid()`"),
            (Python, "`mermaid`, `diagrams`"),
            (TypeScript, "`mermaid`"),
            (Go, "`mermaid`"),
            (Java, "`mermaid`"),
            (CSharp, "`mermaid`"),
        ],
    },
];
