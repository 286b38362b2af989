//! Routes of Go, Java, C# and Rust, with what guards them.

mod repository;

use beredd_facts::RepoFacts;
use repository::facts;

/// Every route as `GET /x`, with `who` where the caller is asked for and `may` where its rights are.
fn routes(repo: &RepoFacts) -> Vec<String> {
    let of = |route: &beredd_facts::HttpRoute| {
        let who = if route.authenticated_by.is_some() { " who" } else { "" };
        let may = if route.authorised_by.is_some() { " may" } else { "" };
        format!("{} {}{who}{may}", route.method, route.pattern)
    };
    let mut all: Vec<String> = repo.population().routes.iter().map(of).collect();
    all.sort();
    all
}

#[test]
fn routes_of_gin_stand_behind_what_their_group_uses() {
    let repo = facts(
        "//- go.mod
module example.com/shop
go 1.24
//- main.go
package main
import (
	\"net/http\"
	\"github.com/gin-gonic/gin\"
)
func RequireUser() gin.HandlerFunc {
	return func(c *gin.Context) {
		if c.GetHeader(\"Authorization\") == \"\" {
			c.AbortWithStatus(http.StatusUnauthorized)
		}
	}
}
func ask(c *gin.Context) { c.JSON(200, gin.H{}) }
func main() {
	r := gin.Default()
	r.GET(\"/health\", ask)
	api := r.Group(\"/api\")
	api.Use(RequireUser())
	api.POST(\"/ask\", ask)
	v2 := api.Group(\"/v2\")
	v2.GET(\"/ask\", ask)
	r.DELETE(\"/own\", RequireUser(), ask)
	http.Get(\"https://example.com\")
	r.Run()
}
",
    );
    assert_eq!(routes(&repo), ["DELETE /own who", "GET /api/v2/ask who", "GET /health", "POST /api/ask who"]);
}

#[test]
fn routes_of_chi_and_of_the_standard_library() {
    let repo = facts(
        "//- go.mod
module example.com/shop
go 1.24
//- main.go
package main
import (
	\"net/http\"
	\"github.com/go-chi/chi/v5\"
)
func RequireAuth(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, \"no\", http.StatusUnauthorized)
	})
}
func ask(w http.ResponseWriter, r *http.Request) {}
func main() {
	r := chi.NewRouter()
	r.Get(\"/open\", ask)
	r.Route(\"/api\", func(r chi.Router) {
		r.Use(RequireAuth)
		r.Post(\"/ask\", ask)
	})
	mux := http.NewServeMux()
	mux.HandleFunc(\"POST /runs\", ask)
	http.HandleFunc(\"/plain\", ask)
	http.ListenAndServe(\":80\", r)
}
",
    );
    assert_eq!(routes(&repo), ["* /plain", "GET /open", "POST /api/ask who", "POST /runs"]);
}

#[test]
fn controllers_of_spring_and_resources_of_jax_rs() {
    let repo = facts(
        "//- src/main/java/shop/Ask.java
package shop;
import org.springframework.web.bind.annotation.*;
import org.springframework.security.access.prepost.PreAuthorize;
@RestController
@RequestMapping(\"/api\")
class Ask {
    @GetMapping(\"/open\")
    String open() { return \"\"; }
    @PreAuthorize(\"hasRole('ADMIN')\")
    @PostMapping(value = \"/runs\")
    String run() { return \"\"; }
    @RequestMapping(path = \"/any\", method = RequestMethod.PUT)
    @PreAuthorize(\"isAuthenticated()\")
    String any() { return \"\"; }
}
//- src/main/java/shop/Other.java
package shop;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
@FeignClient(\"other\")
interface Other {
    @GetMapping(\"/elsewhere\")
    String ask();
}
//- src/main/java/shop/Resource.java
package shop;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.annotation.security.RolesAllowed;
@Path(\"/agents\")
@RolesAllowed(\"user\")
public class Resource {
    @GET
    @Path(\"{id}\")
    public String one() { return \"\"; }
}
",
    );
    assert_eq!(
        routes(&repo),
        ["GET /agents/{id} who may", "GET /api/open", "POST /api/runs who may", "PUT /api/any who"]
    );
}

#[test]
fn routes_of_asp_net_are_mapped_or_stand_on_controllers() {
    let repo = facts(
        "//- Program.cs
using Microsoft.AspNetCore.Builder;
var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();
app.MapGet(\"/health\", () => \"ok\");
app.MapPost(\"/ask\", (string q) => q).RequireAuthorization();
var admin = app.MapGroup(\"/admin\").RequireAuthorization(\"Admins\");
admin.MapDelete(\"/runs\", () => \"\");
app.Run();
//- Controllers/AgentsController.cs
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Authorization;
namespace Shop;
[ApiController]
[Authorize]
[Route(\"api/[controller]\")]
public class AgentsController : ControllerBase
{
    [HttpGet(\"{id}\")]
    public string One(string id) { return id; }
    [AllowAnonymous]
    [HttpGet]
    public string All() { return \"\"; }
    [Authorize(Roles = \"admin\")]
    [HttpPost]
    public string Make() { return \"\"; }
}
",
    );
    assert_eq!(
        routes(&repo),
        [
            "DELETE /admin/runs who may",
            "GET /api/Agents",
            "GET /api/Agents/{id} who",
            "GET /health",
            "POST /api/Agents who may",
            "POST /ask who",
        ]
    );
}

#[test]
fn routes_of_axum_and_actix() {
    let repo = facts(
        "//- Cargo.toml
[package]
name = \"shop\"
//- src/main.rs
use axum::{routing::{get, post}, Router, middleware};
use axum::http::StatusCode;
async fn ask() -> &'static str { \"\" }
async fn require_auth() -> Result<(), StatusCode> { return Err(StatusCode::UNAUTHORIZED); }
#[tokio::main]
async fn main() {
    let open = Router::new().route(\"/health\", get(ask));
    let app = Router::new()
        .route(\"/runs\", get(ask).post(ask))
        .route_layer(middleware::from_fn(require_auth))
        .route(\"/late\", get(ask));
}
//- src/other.rs
use actix_web::{get, Responder};
#[get(\"/actix\")]
async fn index() -> impl Responder { \"\" }
",
    );
    assert_eq!(routes(&repo), ["GET /actix", "GET /health", "GET /late", "GET /runs who", "POST /runs who"]);
}

#[test]
fn routes_of_rust_stand_behind_scopes_and_nests() {
    let repo = facts(
        "//- Cargo.toml
[package]
name = \"shop\"
//- src/main.rs
use axum::{routing::{get, post}, Router};
async fn ping() -> &'static str { \"\" }
fn app() -> Router {
    Router::new().nest(\"/users\", users()).route(\"/ping\", get(ping))
}
async fn list() -> &'static str { \"\" }
fn users() -> Router {
    Router::new().route(\"/list\", get(list)).route(\"/add\", post(list))
}
//- src/other.rs
use actix_web::{web, App, HttpServer, Responder};
use actix_web_httpauth::middleware::HttpAuthentication;
async fn list() -> impl Responder { \"\" }
async fn start() {
    HttpServer::new(|| {
        App::new()
            .service(
                web::scope(\"/api\")
                    .wrap(HttpAuthentication::bearer(validator))
                    .route(\"/items\", web::get().to(list))
                    .service(web::resource(\"/carts\").route(web::post().to(list))),
            )
            .service(web::resource(\"/open\").route(web::get().to(list)))
    });
}
",
    );
    assert_eq!(
        routes(&repo),
        [
            "GET /api/items who",
            "GET /open",
            "GET /ping",
            "GET /users/list",
            "POST /api/carts who",
            "POST /users/add"
        ]
    );
}

#[test]
fn routes_of_laravel_stand_in_groups() {
    let repo = facts(
        "//- routes/api.php
<?php
use Illuminate\\Support\\Facades\\Route;
use App\\Http\\Controllers\\ItemController;
Route::get('/open', [ItemController::class, 'open']);
Route::middleware('auth:sanctum')->group(function () {
    Route::post('/items', [ItemController::class, 'store']);
});
Route::prefix('admin')->middleware(['auth', 'can:admin'])->group(function () {
    Route::get('/users', [ItemController::class, 'users']);
});
Route::delete('items/{id}', [ItemController::class, 'gone'])->middleware('auth');
//- app/Client.php
<?php
class Client { function get($url) { return $this->http->get('/open'); } }
",
    );
    assert_eq!(
        routes(&repo),
        [
            "DELETE /api/items/{id} who",
            "GET /api/admin/users who may",
            "GET /api/open",
            "POST /api/items who"
        ]
    );
}
