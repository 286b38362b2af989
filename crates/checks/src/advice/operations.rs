//! Advice about what runs and watches the system: images, infrastructure, alarms, secrets, load and cost.

use super::Advice;
use crate::shared::stack::Part::{
    Anthropic, AzureOpenAi, Bedrock, CSharp, Cdk, CloudFormation, FastApi, GitHub, GitLab, Go, Google, Java,
    Kubernetes, LiteLlm, OpenAi, Python, Terraform, TypeScript,
};

/// By check; what a stack has first comes first.
pub(super) static ADVICE: &[Advice] = &[
    Advice {
        check: "deployment/builds-an-image-for-every-service",
        names: &[
            (Python, "`FROM python:3.13-slim@sha256:…`, `uv sync --frozen`, `USER 10001`"),
            (TypeScript, "`FROM node:24-slim@sha256:…`, `npm ci --omit=dev`, `USER node`"),
            (Go, "`ko build`, `FROM gcr.io/distroless/static`"),
            (Java, "Jib `mvn jib:build`"),
            (CSharp, "`dotnet publish /t:PublishContainer`"),
        ],
    },
    Advice {
        check: "deployment/declares-its-infrastructure-as-code",
        names: &[
            (Kubernetes, "`terraform`, `cdk`, `crossplane`"),
            (Python, "`aws_cdk.Stack`, `infra/`, `cdk.json`"),
            (TypeScript, "`aws-cdk-lib`, `infra/`, `cdk.json`"),
        ],
    },
    Advice {
        check: "deployment/has-a-deployment-guide",
        names: &[
            (Cdk, "`cdk bootstrap`, `cdk diff`, `cdk deploy`"),
            (Terraform, "`terraform init`, `terraform plan -out`, `terraform apply`"),
            (CloudFormation, "`sam deploy --guided`, `aws cloudformation deploy`"),
            (Kubernetes, "`helm upgrade --install`, `kubectl rollout status`"),
            (Python, "`uv sync`, `docker build`, `curl /health`"),
            (TypeScript, "`npm ci`, `docker build`, `curl /health`"),
        ],
    },
    Advice {
        check: "deployment/can-roll-back",
        names: &[
            (Kubernetes, "`kubectl rollout undo`, `helm rollback`, Argo Rollouts `canary`, `analysis`"),
            (
                Cdk,
                "`aws_codedeploy.AutoRollbackConfig(failed_deployment=True)`, `DeploymentCircuitBreaker(rollback=True)`",
            ),
            (Terraform, "`deployment_circuit_breaker { rollback = true }`, `auto_rollback_configuration`"),
            (CloudFormation, "`RollbackConfiguration`, `DeploymentPreference: Canary10Percent5Minutes`"),
            (GitHub, "`workflow_dispatch`"),
            (GitLab, "`when: manual`"),
            (Python, "`alembic downgrade -1`"),
        ],
    },
    Advice {
        check: "deployment/checks-the-health-of-every-service",
        names: &[
            (Kubernetes, "`readinessProbe`, `livenessProbe`, `startupProbe`"),
            (Cdk, "`configure_health_check(path=\"/health\")`, `aws_ecs.HealthCheck(…)`"),
            (Terraform, "`health_check { path = \"/health\" }`, `aws_lb_target_group`"),
            (CloudFormation, "`HealthCheckPath`, `HealthCheck`, `AWS::ECS::TaskDefinition`"),
            (Python, "`HEALTHCHECK CMD`, `healthcheck:`"),
            (TypeScript, "`HEALTHCHECK CMD`, `healthcheck:`"),
        ],
    },
    Advice {
        check: "documentation/deployment-guide-covers-local-and-cloud",
        names: &[
            (FastApi, "`uvicorn app:app --reload`"),
            (Cdk, "`cdk deploy --context env=prod`"),
            (Terraform, "`terraform apply -var-file=prod.tfvars`"),
            (Kubernetes, "`kind create cluster`, `helm upgrade -f values-prod.yaml`"),
            (Python, "`docker compose up`"),
            (TypeScript, "`docker compose up`"),
        ],
    },
    Advice {
        check: "documentation/troubleshooting-guide-names-causes-and-actions",
        names: &[
            (Kubernetes, "`kubectl describe pod`, `kubectl logs --previous`"),
            (Bedrock, "`ThrottlingException`, `AccessDeniedException`, `ModelTimeoutException`"),
            (OpenAi, "`RateLimitError`, `APITimeoutError`, `BadRequestError`, `context_length_exceeded`"),
            (Anthropic, "`OverloadedError`, `RateLimitError`"),
            (Python, "`ModuleNotFoundError`, `ConnectionRefusedError`"),
            (TypeScript, "`ECONNREFUSED`, `ETIMEDOUT`"),
        ],
    },
    Advice {
        check: "observability/dashboards-show-model-use",
        names: &[
            (Cdk, "`aws_cloudwatch.Dashboard`, `GraphWidget`"),
            (Terraform, "`grafana_dashboard`, `aws_cloudwatch_dashboard`"),
            (CloudFormation, "`AWS::CloudWatch::Dashboard`"),
            (Kubernetes, "`ConfigMap`, `grafana_dashboard: \"1\"`"),
            (Bedrock, "CloudWatch `AWS/Bedrock`, `InputTokenCount`, `InvocationLatency`"),
            (Python, "`gen_ai.client.token.usage`"),
        ],
    },
    Advice {
        check: "observability/alarms-cover-errors-cost-and-breakers",
        names: &[
            (Cdk, "`aws_cloudwatch.Alarm(…).add_alarm_action(SnsAction(topic))`, `aws_budgets.CfnBudget`"),
            (Terraform, "`aws_cloudwatch_metric_alarm`, `alarm_actions`, `aws_budgets_budget`"),
            (CloudFormation, "`AWS::CloudWatch::Alarm`, `AlarmActions`, `AWS::Budgets::Budget`"),
            (Kubernetes, "`PrometheusRule`, `runbook_url`, `AlertmanagerConfig`"),
            (Python, "`alertmanager.yml`, `prometheus.rules.yml`"),
        ],
    },
    Advice {
        check: "security/keeps-secrets-in-a-secrets-manager",
        names: &[
            (Cdk, "`aws_secretsmanager.Secret`, `ecs.Secret.from_secrets_manager`"),
            (Terraform, "`aws_secretsmanager_secret`, `ephemeral`"),
            (CloudFormation, "`{{resolve:secretsmanager:…}}`"),
            (Kubernetes, "External Secrets `ExternalSecret`"),
            (
                Python,
                "`boto3.client(\"secretsmanager\").get_secret_value`, `aws_lambda_powertools.utilities.parameters`",
            ),
            (TypeScript, "`@aws-sdk/client-secrets-manager`, `GetSecretValueCommand`"),
            (Go, "`secretsmanager.GetSecretValue`"),
            (Java, "`spring-cloud-aws-starter-secrets-manager`"),
            (CSharp, "`AddAzureKeyVault`, `AWSSDK.SecretsManager`"),
            (GitHub, "`gitleaks`, `permissions: id-token: write`"),
        ],
    },
    Advice {
        check: "security/keeps-data-in-the-eu",
        names: &[
            (Bedrock, "`eu.`, `eu-north-1`, `eu-central-1`"),
            (OpenAi, "`base_url=\"https://eu.api.openai.com/v1\"`"),
            (AzureOpenAi, "`DataZoneStandard`, `swedencentral`"),
            (Google, "`location=\"europe-north1\"`"),
            (Cdk, "`Environment(region=\"eu-north-1\")`"),
            (Terraform, "`provider \"aws\" { region = \"eu-north-1\" }`, `aws:RequestedRegion`"),
            (CloudFormation, "`aws:RequestedRegion`"),
            (Python, "`os.environ[\"AWS_REGION\"]`"),
        ],
    },
    Advice {
        check: "performance/answers-within-the-latency-target",
        names: &[
            (OpenAi, "`OpenAI(timeout=…, max_retries=1)`"),
            (Bedrock, "`Config(read_timeout=…, retries={\"max_attempts\": 2})`"),
            (Anthropic, "`Anthropic(timeout=…, max_retries=1)`"),
            (Python, "k6 `thresholds: { http_req_duration: ['p(95)<…'] }`, `--summary-export`"),
            (TypeScript, "k6 `thresholds: { http_req_duration: ['p(95)<…'] }`, `--summary-export`"),
            (Go, "k6 `thresholds`, `vegeta report -type=json`"),
            (Java, "Gatling `global().responseTime().percentile3().lt(…)`"),
            (CSharp, "NBomber, k6 `thresholds`"),
        ],
    },
    Advice {
        check: "performance/carries-the-expected-users",
        names: &[
            (Python, "`locust --headless -u <users> --csv`, k6 `stages`"),
            (TypeScript, "k6 `stages: [{ target: <users> }]`"),
            (Go, "k6 `stages`, `vegeta attack -rate`"),
            (Java, "Gatling `rampConcurrentUsers(…)`"),
            (CSharp, "NBomber `Simulation.KeepConstant`"),
        ],
    },
    Advice {
        check: "performance/scales-by-itself",
        names: &[
            (Kubernetes, "`HorizontalPodAutoscaler`, KEDA `ScaledObject`"),
            (Cdk, "`service.auto_scale_task_count(…).scale_on_request_count(…)`"),
            (Terraform, "`aws_appautoscaling_target`, `aws_appautoscaling_policy`"),
            (CloudFormation, "`AWS::ApplicationAutoScaling::ScalableTarget`, `ScalingPolicy`"),
            (Python, "Cloud Run `maxScale`, `gunicorn`"),
        ],
    },
    Advice {
        check: "performance/documents-the-cost-per-user",
        names: &[
            (LiteLlm, "`litellm.completion_cost`, `/spend/users`"),
            (Bedrock, "`AWS/Bedrock`"),
            (OpenAi, "`response.usage`, `/v1/organization/costs`"),
            (Python, "`cost`, `docs/cost.md`"),
            (TypeScript, "`cost`, `docs/cost.md`"),
        ],
    },
];
