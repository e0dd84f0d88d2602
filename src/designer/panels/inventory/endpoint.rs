//! Endpoints: an address that actions share, and what it can take.

use egui::Ui;

use crate::designer::fields::{Form, Range};
use crate::journey::{Cap, Endpoint, Method, Service, Throttle};

/// HTTP methods as a picker shows them.
pub(crate) const METHODS: [(Method, &str); 7] = [
    (Method::Get, "methods.get"),
    (Method::Post, "methods.post"),
    (Method::Put, "methods.put"),
    (Method::Patch, "methods.patch"),
    (Method::Delete, "methods.delete"),
    (Method::Head, "methods.head"),
    (Method::Options, "methods.options"),
];

const SERVICES: [(Service, &str); 2] =
    [(Service::Action, "endpoint.action"), (Service::DataSource, "endpoint.data_source")];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, endpoint: &mut Endpoint) {
    const OWNER: &str = "Endpoint";
    form.text(ui, OWNER, "url_pattern", &mut endpoint.url_pattern);
    form.choices(ui, OWNER, "methods", &mut endpoint.methods, &METHODS);
    form.choice(ui, OWNER, "service", &mut endpoint.service, &SERVICES);
    let mut capped = endpoint.cap.is_some();
    form.switch(ui, OWNER, "cap", &mut capped);
    if capped != endpoint.cap.is_some() {
        endpoint.cap = capped.then_some(Cap { max_calls: 700, period_ms: 1_000, max_connections: None });
    }
    if let Some(cap) = &mut endpoint.cap {
        form.within("cap", |form| {
            ui.indent("cap", |ui| {
                form.number(ui, "Cap", "max_calls", &mut cap.max_calls, Range::from(1, "units.calls"));
                form.number(ui, "Cap", "period_ms", &mut cap.period_ms, Range::from(1, "units.milliseconds"));
                let range = Range::between(1, form.limits().max_connections, "units.connections");
                form.number_or_none(ui, "Cap", "max_connections", &mut cap.max_connections, range);
            });
        });
    }
    let mut throttled = endpoint.throttle.is_some();
    form.switch(ui, OWNER, "throttle", &mut throttled);
    if throttled != endpoint.throttle.is_some() {
        endpoint.throttle = throttled.then_some(Throttle { max_throughput: 500, ..Throttle::default() });
    }
    if let Some(throttle) = &mut endpoint.throttle {
        form.within("throttle", |form| {
            ui.indent("throttle", |ui| {
                let range = Range::within(form.limits().throttle_per_second, "units.calls_per_second");
                form.number(ui, "Throttle", "max_throughput", &mut throttle.max_throughput, range);
                form.text(ui, "Throttle", "description", &mut throttle.description);
            });
        });
    }
    form.number_or_none(
        ui,
        OWNER,
        "response_time_ms",
        &mut endpoint.response_time_ms,
        Range::from(0, "units.milliseconds"),
    );
    let range = Range::from(0, "units.calls_per_second");
    form.number_or_none(ui, OWNER, "capacity_per_second", &mut endpoint.capacity_per_second, range);
    // Who knows the number has no need to say that there is none.
    if endpoint.capacity_per_second.is_none() || endpoint.capacity_unstated || form.opens_all(ui) {
        form.switch(ui, OWNER, "capacity_unstated", &mut endpoint.capacity_unstated);
    }
    form.switch(ui, OWNER, "deployed", &mut endpoint.deployed);
}
