//! Kinds of secrets that tell themselves by their shape, or by the name they are bound to.
//!
//! Sources: the providers' own documentation of their key formats where there is one (AWS, GitHub, GitLab, Slack, Stripe, npm, PyPI,
//! HashiCorp, Databricks, Linear, Shopify, DigitalOcean, Hugging Face, Anthropic, OpenAI), GitHub's list of secret scanning patterns, and
//! the rules of gitleaks 8 for the rest. Collected in November 2026. Lengths are those of the part behind the prefix.

/// Which letters the part behind a prefix is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letters {
    /// `A–Z a–z 0–9`.
    Alnum,
    /// Letters, digits and `_`.
    Word,
    /// Letters, digits, `_` and `-`.
    Dashed,
    /// Letters, digits, `_`, `-` and `.`.
    Dotted,
    /// `0–9 a–f`, either case.
    Hex,
    /// `0–9 a–f` and `-`: UUIDs.
    Uuid,
    /// `A–Z 2–7`.
    Base32,
    /// `A–Z a–z 0–9 + / =`.
    Base64,
    /// What URLs of webhooks are made of: letters, digits, `_`, `-`, `/`, `@` and `.`.
    Path,
}

/// A kind with a prefix of its own.
#[derive(Clone, Copy, Debug)]
pub struct PrefixKind {
    /// Its name in snake case.
    pub id: &'static str,
    /// What it begins with.
    pub prefixes: &'static [&'static str],
    /// What follows.
    pub letters: Letters,
    /// The fewest letters that follow.
    pub min: usize,
    /// The most.
    pub max: usize,
}

/// A kind without a prefix: its shape counts only where the name it is bound to says whose it is.
#[derive(Clone, Copy, Debug)]
pub struct NamedKind {
    /// Its name in snake case.
    pub id: &'static str,
    /// Words that must all be in the name.
    pub words: &'static [&'static str],
    /// What it is made of.
    pub letters: Letters,
    /// Its fewest letters.
    pub min: usize,
    /// The most.
    pub max: usize,
}

const fn p(
    id: &'static str,
    prefixes: &'static [&'static str],
    letters: Letters,
    min: usize,
    max: usize,
) -> PrefixKind {
    PrefixKind { id, prefixes, letters, min, max }
}

const fn n(
    id: &'static str,
    words: &'static [&'static str],
    letters: Letters,
    min: usize,
    max: usize,
) -> NamedKind {
    NamedKind { id, words, letters, min, max }
}

use Letters::{Alnum, Base32, Base64, Dashed, Dotted, Hex, Path, Uuid, Word};

/// Kinds with prefixes.
pub const PREFIX_KINDS: &[PrefixKind] = &[
    // models
    p("openai_api_key", &["sk-proj-", "sk-svcacct-", "sk-admin-", "sk-None-"], Dashed, 40, 200),
    p("openai_api_key", &["sk-"], Alnum, 48, 48),
    p("deepseek_api_key", &["sk-"], Hex, 32, 32),
    p(
        "anthropic_api_key",
        &["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-", "sk-ant-sid01-"],
        Dashed,
        60,
        140,
    ),
    p("google_api_key", &["AIza"], Dashed, 35, 35),
    p("hugging_face_token", &["hf_", "api_org_"], Alnum, 34, 37),
    p("groq_api_key", &["gsk_"], Alnum, 48, 56),
    p("replicate_api_token", &["r8_"], Dashed, 37, 40),
    p("xai_api_key", &["xai-"], Word, 70, 90),
    p("perplexity_api_key", &["pplx-"], Alnum, 32, 64),
    p("openrouter_api_key", &["sk-or-v1-"], Hex, 64, 64),
    p("langsmith_api_key", &["lsv2_pt_", "lsv2_sk_", "ls__"], Word, 32, 64),
    p("langfuse_secret_key", &["sk-lf-"], Uuid, 36, 36),
    p("helicone_api_key", &["sk-helicone-"], Dashed, 20, 64),
    p("bedrock_api_key", &["ABSK"], Base64, 109, 271),
    p("bedrock_api_key", &["bedrock-api-key-"], Base64, 100, 4000),
    p("nvidia_api_key", &["nvapi-"], Dashed, 60, 70),
    p("cerebras_api_key", &["csk-"], Alnum, 40, 56),
    p("fireworks_api_key", &["fw_"], Alnum, 22, 28),
    p("voyage_api_key", &["pa-"], Dashed, 43, 43),
    p("tavily_api_key", &["tvly-"], Dashed, 32, 48),
    p("jina_api_key", &["jina_"], Dashed, 50, 70),
    p("firecrawl_api_key", &["fc-"], Hex, 32, 32),
    p("e2b_api_key", &["e2b_"], Hex, 40, 40),
    p("llamacloud_api_key", &["llx-"], Alnum, 40, 60),
    p("pinecone_api_key", &["pcsk_"], Word, 50, 90),
    p("elevenlabs_api_key", &["sk_"], Hex, 48, 48),
    p("together_api_key", &["tgp_v1_"], Dashed, 43, 43),
    p("anyscale_api_key", &["esecret_"], Alnum, 26, 40),
    p("runpod_api_key", &["rpa_"], Alnum, 40, 56),
    p("logfire_token", &["pylf_v1_"], Word, 40, 60),
    // clouds
    p("aws_access_key_id", &["AKIA", "ASIA", "ABIA", "ACCA"], Base32, 16, 16),
    p("google_oauth_client_secret", &["GOCSPX-"], Dashed, 28, 28),
    p("google_oauth_token", &["ya29."], Dashed, 40, 400),
    p("azure_storage_key", &["AccountKey="], Base64, 86, 90),
    p("azure_shared_access_key", &["SharedAccessKey="], Base64, 43, 90),
    p("digitalocean_token", &["dop_v1_", "doo_v1_", "dor_v1_"], Hex, 64, 64),
    p("alibaba_access_key_id", &["LTAI"], Alnum, 16, 26),
    p("fly_access_token", &["fo1_"], Dashed, 43, 43),
    p("render_api_key", &["rnd_"], Alnum, 28, 40),
    p("netlify_token", &["nfp_"], Alnum, 36, 40),
    p("heroku_api_key", &["HRKU-"], Dashed, 36, 70),
    p("supabase_token", &["sbp_"], Hex, 40, 40),
    p("supabase_secret_key", &["sb_secret_"], Dashed, 30, 50),
    p("planetscale_token", &["pscale_tkn_", "pscale_pw_", "pscale_oauth_"], Dotted, 32, 64),
    // source hosts and packages
    p("github_token", &["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], Alnum, 36, 40),
    p("github_fine_grained_token", &["github_pat_"], Word, 82, 82),
    p("gitlab_token", &["glpat-", "gldt-", "glrt-", "glptt-", "glsoat-", "glcbt-"], Dotted, 20, 60),
    p("bitbucket_app_password", &["ATBB"], Alnum, 32, 32),
    p("atlassian_api_token", &["ATATT3xFfG", "ATCTT3xFfG"], Dashed, 60, 300),
    p("npm_token", &["npm_"], Alnum, 36, 36),
    p("pypi_token", &["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], Dashed, 50, 1000),
    p("docker_token", &["dckr_pat_", "dckr_oat_"], Dashed, 27, 40),
    p("rubygems_key", &["rubygems_"], Hex, 48, 48),
    p("nuget_key", &["oy2"], Alnum, 43, 43),
    p("crates_io_token", &["cio"], Alnum, 32, 32),
    p("jfrog_key", &["AKCp"], Alnum, 60, 75),
    p("sourcegraph_token", &["sgp_"], Word, 40, 70),
    p("buildkite_token", &["bkua_"], Hex, 40, 40),
    p("circleci_token", &["CCIPAT_"], Word, 40, 80),
    // chat and mail
    p(
        "slack_token",
        &["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxc-", "xoxd-"],
        Dashed,
        24,
        300,
    ),
    p("slack_app_token", &["xapp-"], Dashed, 40, 160),
    p("slack_webhook", &["hooks.slack.com/services/"], Path, 40, 60),
    p("discord_webhook", &["discord.com/api/webhooks/", "discordapp.com/api/webhooks/"], Path, 70, 110),
    p("teams_webhook", &["webhook.office.com/webhookb2/"], Path, 80, 250),
    p("sendgrid_api_key", &["SG."], Dotted, 66, 66),
    p("mailgun_api_key", &["key-"], Hex, 32, 32),
    p("brevo_api_key", &["xkeysib-"], Dashed, 70, 90),
    p("mailchimp_api_key", &["md-"], Dashed, 22, 22),
    // payment
    p("stripe_secret_key", &["sk_live_", "rk_live_"], Alnum, 24, 250),
    p("stripe_test_key", &["sk_test_", "rk_test_"], Alnum, 24, 250),
    p("stripe_webhook_secret", &["whsec_"], Base64, 32, 64),
    p("square_token", &["sq0atp-", "sq0csp-"], Dashed, 22, 60),
    p("square_token", &["EAAA"], Dashed, 60, 60),
    p("braintree_token", &["access_token$production$"], Path, 40, 60),
    p("razorpay_key", &["rzp_live_"], Alnum, 14, 24),
    p("klarna_api_key", &["klarna_live_api_"], Dashed, 30, 120),
    p("mollie_api_key", &["live_"], Alnum, 30, 30),
    p("flutterwave_secret_key", &["FLWSECK-"], Dashed, 32, 50),
    p("plaid_token", &["access-production-", "access-sandbox-"], Uuid, 36, 36),
    // platforms
    p("shopify_token", &["shpat_", "shpca_", "shppa_", "shpss_"], Hex, 32, 32),
    p("linear_api_key", &["lin_api_", "lin_oauth_"], Alnum, 40, 64),
    p("notion_token", &["ntn_"], Alnum, 40, 50),
    p("notion_token", &["secret_"], Alnum, 43, 43),
    p("figma_token", &["figd_"], Dashed, 38, 50),
    p("databricks_token", &["dapi"], Hex, 32, 32),
    p("vault_token", &["hvs.", "hvb.", "hvr."], Dashed, 24, 300),
    p("terraform_cloud_token", &["atlasv1."], Dashed, 60, 70),
    p("doppler_token", &["dp.pt.", "dp.st.", "dp.sa.", "dp.ct."], Dotted, 40, 70),
    p("pulumi_token", &["pul-"], Hex, 40, 40),
    p("postman_api_key", &["PMAK-"], Dashed, 59, 59),
    p("contentful_token", &["CFPAT-"], Dashed, 43, 43),
    p("hubspot_token", &["pat-na1-", "pat-eu1-"], Uuid, 36, 36),
    p("typeform_token", &["tfp_"], Dashed, 40, 70),
    p("prefect_api_key", &["pnu_", "pnb_"], Alnum, 36, 36),
    p("openshift_token", &["sha256~"], Dashed, 43, 43),
    p("age_secret_key", &["AGE-SECRET-KEY-1"], Alnum, 58, 58),
    // observability
    p("new_relic_key", &["NRAK-", "NRII-", "NRIQ-"], Dashed, 27, 40),
    p("sentry_token", &["sntrys_", "sntryu_"], Base64, 60, 400),
    p("grafana_token", &["glc_"], Base64, 32, 400),
    p("grafana_token", &["glsa_"], Word, 41, 41),
    p("honeycomb_key", &["hcaik_", "hcalk_"], Word, 58, 64),
    p("dynatrace_token", &["dt0c01.", "dt0s16."], Dotted, 80, 100),
    p("posthog_personal_key", &["phx_"], Alnum, 40, 50),
];

/// Kinds that the name tells.
pub const NAMED_KINDS: &[NamedKind] = &[
    n("aws_secret_access_key", &["aws", "secret"], Base64, 40, 40),
    n("aws_secret_access_key", &["secret", "access", "key"], Base64, 40, 40),
    n("aws_session_token", &["aws", "session", "token"], Base64, 100, 2000),
    n("azure_openai_key", &["azure", "openai"], Alnum, 32, 84),
    n("azure_key", &["azure"], Dotted, 32, 90),
    n("cohere_api_key", &["cohere"], Alnum, 40, 40),
    n("cohere_api_key", &["co", "api", "key"], Alnum, 40, 40),
    n("mistral_api_key", &["mistral"], Alnum, 32, 32),
    n("together_api_key", &["together"], Hex, 64, 64),
    n("deepgram_api_key", &["deepgram"], Hex, 40, 40),
    n("assemblyai_api_key", &["assemblyai"], Hex, 32, 32),
    n("wandb_api_key", &["wandb"], Hex, 40, 40),
    n("qdrant_api_key", &["qdrant"], Dotted, 32, 200),
    n("weaviate_api_key", &["weaviate"], Base64, 32, 120),
    n("livekit_api_secret", &["livekit"], Base64, 32, 64),
    n("datadog_key", &["datadog"], Hex, 32, 40),
    n("datadog_key", &["dd"], Hex, 32, 40),
    n("new_relic_key", &["new", "relic"], Alnum, 32, 40),
    n("pagerduty_key", &["pagerduty"], Dashed, 20, 32),
    n("cloudflare_token", &["cloudflare"], Dashed, 37, 45),
    n("heroku_api_key", &["heroku"], Uuid, 36, 36),
    n("vercel_token", &["vercel"], Alnum, 24, 24),
    n("twilio_auth_token", &["twilio"], Hex, 32, 32),
    n("mailchimp_api_key", &["mailchimp"], Dashed, 36, 37),
    n("postmark_token", &["postmark"], Uuid, 36, 36),
    n("resend_api_key", &["resend"], Word, 30, 40),
    n("discord_bot_token", &["discord"], Dotted, 59, 80),
    n("paypal_secret", &["paypal"], Dashed, 60, 90),
    n("adyen_api_key", &["adyen"], Base64, 60, 400),
    n("algolia_key", &["algolia"], Hex, 32, 32),
    n("airtable_token", &["airtable"], Dotted, 17, 90),
    n("asana_token", &["asana"], Path, 32, 70),
    n("okta_token", &["okta"], Dashed, 42, 42),
    n("snowflake_password", &["snowflake"], Dashed, 12, 64),
];

/// Kinds that have a reader of their own: they are looked for by marks inside them.
pub const SPECIAL_KINDS: &[&str] = &[
    "azure_client_secret",
    "bearer_token",
    "gcp_service_account_key",
    "jwt",
    "pgp_private_key",
    "private_key",
    "telegram_bot_token",
    "url_password",
];

/// Kinds for what a name calls a secret or a password and no table knows.
pub const GENERIC_KINDS: &[&str] = &["generic_secret", "password"];
