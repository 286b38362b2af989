//! Web frameworks of Python and Node.js: what makes an application, a router, a route.
//!
//! Source: the public documentation of FastAPI 0.12x, Starlette 0.50, Flask 3, Quart 0.20, Django 5, aiohttp 3, Sanic 25, Litestar 2,
//! Celery 5, the MCP SDK 1.2x; written 2025-11. Express 5, Fastify 5,
//! Hono 4, Koa 3, NestJS 11, Elysia 1; written 2026-11.

/// Calls that make an application which a server or a worker runs; sorted.
pub const APPLICATIONS: &[&str] = &[
    "@hono/zod-openapi.OpenAPIHono",
    "@nestjs/core.NestFactory.create",
    "aiohttp.web.Application",
    "bedrock_agentcore.BedrockAgentCoreApp",
    "bedrock_agentcore.runtime.BedrockAgentCoreApp",
    "celery.Celery",
    "django.core.asgi.get_asgi_application",
    "django.core.wsgi.get_wsgi_application",
    "elysia.Elysia",
    "express",
    "falcon.App",
    "falcon.asgi.App",
    "fastapi.FastAPI",
    "fastapi.applications.FastAPI",
    "fastify",
    "fastify.fastify",
    "fastmcp.FastMCP",
    "flask.Flask",
    "hono.Hono",
    "koa.Koa",
    "litestar.Litestar",
    "mcp.server.FastMCP",
    "mcp.server.Server",
    "mcp.server.fastmcp.FastMCP",
    "mcp.server.lowlevel.Server",
    "polka",
    "quart.Quart",
    "sanic.Sanic",
    "starlette.applications.Starlette",
];

/// Calls that make a part of an application, which must be included or registered before it serves; sorted.
pub const ROUTERS: &[&str] = &[
    "@koa/router.Router",
    "aiohttp.web.RouteTableDef",
    "express.Router",
    "fastapi.APIRouter",
    "fastapi.routing.APIRouter",
    "flask.Blueprint",
    "itty-router.Router",
    "koa-router.Router",
    "quart.Blueprint",
    "sanic.Blueprint",
    "starlette.routing.Router",
];

/// Methods of applications and routers whose decoration registers a handler, with the HTTP method they stand for; sorted.
/// `route` and `api_route` name theirs in `methods`.
pub const ROUTE_METHODS: &[(&str, &str)] = &[
    ("api_route", "*"),
    ("delete", "DELETE"),
    ("get", "GET"),
    ("head", "HEAD"),
    ("options", "OPTIONS"),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("put", "PUT"),
    ("route", "*"),
    ("websocket", "WEBSOCKET"),
];

/// Calls that serve an application; the application, or its dotted name, is their first argument. Sorted.
pub const SERVERS: &[&str] = &[
    "aiohttp.web.run_app",
    "granian.Granian",
    "hypercorn.asyncio.serve",
    "uvicorn.Config",
    "uvicorn.run",
    "waitress.serve",
];

/// Decorators that turn away a caller who has not signed in; the last name decides. Sorted.
pub const LOGIN_DECORATORS: &[&str] = &[
    "auth_required",
    "authenticated",
    "jwt_required",
    "login_required",
    "permission_required",
    "require_auth",
    "requires_auth",
    "token_required",
    "user_passes_test",
];

/// Whether a bound target makes an application.
#[must_use]
pub fn is_application(target: &str) -> bool {
    // Asked of every call: lengths tell most apart.
    APPLICATIONS.contains(&target)
}

/// Whether a bound target makes a router.
#[must_use]
pub fn is_router(target: &str) -> bool {
    ROUTERS.binary_search(&target).is_ok()
}

/// The HTTP method that a route method stands for.
#[must_use]
pub fn route_method(name: &str) -> Option<&'static str> {
    let at = ROUTE_METHODS.binary_search_by_key(&name, |(method, _)| *method).ok()?;
    ROUTE_METHODS.get(at).map(|(_, method)| *method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(APPLICATIONS.is_sorted() && ROUTERS.is_sorted() && ROUTE_METHODS.is_sorted());
        assert!(SERVERS.is_sorted() && LOGIN_DECORATORS.is_sorted());
        assert!(is_application("fastapi.FastAPI") && is_router("fastapi.APIRouter"));
        assert_eq!(route_method("post"), Some("POST"));
        assert_eq!(route_method("push"), None);
    }
}
