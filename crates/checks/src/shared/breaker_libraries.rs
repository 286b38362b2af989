//! Circuit breakers of libraries, by their names.

use super::values::{is_in, last};

/// Classes and factories. Source: the libraries' documentation (pybreaker 1.2, aiobreaker 1.2, circuitbreaker 2, purgatory 3,
/// hyx 0.0.2; opossum 8, cockatiel 3, mollitia 0.2; gobreaker 2; resilience4j 2), 2025-11.
const MAKERS: &[&str] = &[
    "aiobreaker.CircuitBreaker",
    "circuitbreaker.CircuitBreaker",
    "circuitbreaker.circuit",
    "cockatiel.circuitBreaker",
    "github.com/sony/gobreaker.NewCircuitBreaker",
    "github.com/sony/gobreaker.NewTwoStepCircuitBreaker",
    "hyx.circuitbreaker.consecutive_breaker",
    "io.github.resilience4j.circuitbreaker.CircuitBreaker.of",
    "io.github.resilience4j.circuitbreaker.CircuitBreaker.ofDefaults",
    "io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry.of",
    "io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry.ofDefaults",
    "mollitia.Circuit",
    "opossum.CircuitBreaker",
    "purgatory.AsyncCircuitBreakerFactory",
    "purgatory.SyncCircuitBreakerFactory",
    "pybreaker.CircuitBreaker",
];

/// Classes whose instances are breakers, in languages where a field or a parameter says what it is.
const TYPES: &[&str] =
    &["github.com/sony/gobreaker.CircuitBreaker", "io.github.resilience4j.circuitbreaker.CircuitBreaker"];

/// Decorators and annotations. Source: circuitbreaker 2, resilience4j 2, MicroProfile Fault Tolerance 4.
const DECORATORS: &[&str] = &[
    "circuitbreaker.circuit",
    "io.github.resilience4j.circuitbreaker.annotation.CircuitBreaker",
    "org.eclipse.microprofile.faulttolerance.CircuitBreaker",
];

/// Breakers that are made around the function they guard.
const AROUND_A_FUNCTION: &[&str] = &["opossum.CircuitBreaker"];

/// Methods of breakers that run nothing.
const SILENT: &[&str] = &[
    "Counts",
    "Name",
    "State",
    "clear",
    "close",
    "disable",
    "enable",
    "fallback",
    "getEventPublisher",
    "getMetrics",
    "getState",
    "isolate",
    "on",
    "onBreak",
    "onFailure",
    "onHalfOpen",
    "onReset",
    "onStateChange",
    "onSuccess",
    "once",
    "open",
    "shutdown",
];

/// Whether a name makes a breaker.
pub(crate) fn is_maker(target: &str) -> bool {
    MAKERS.contains(&target)
}

/// Whether a decorator puts a breaker around what it stands on.
pub(crate) fn is_decorator(target: &str) -> bool {
    DECORATORS.contains(&target)
}

/// Whether a breaker is made around the function that it is handed: `new CircuitBreaker(ask)`.
pub(crate) fn wraps_what_it_is_given(target: &str) -> bool {
    AROUND_A_FUNCTION.contains(&target)
}

/// Whether a call goes through a breaker: `breaker.call(…)`, `breaker.fire(…)`, `breaker.execute(…)`.
pub(crate) fn lets_call_through(target: &str) -> bool {
    let method = last(target);
    let is_breaker = MAKERS.iter().chain(TYPES).any(|name| is_in(target, &format!("{name}()")));
    let is_entered = MAKERS.iter().any(|name| is_in(target, name)) && !MAKERS.contains(&target);
    (is_breaker || is_entered) && !method.starts_with("add_") && !SILENT.contains(&method)
}

/// Whether a call runs what it is given under several policies at once, of which a breaker may be one.
pub(crate) fn is_policy(target: &str) -> bool {
    is_in(target, "cockatiel.wrap()") && last(target) == "execute"
}
