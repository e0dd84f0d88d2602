//! Formulas: every expression of a journey with its place and what the place asks for.

use std::sync::Arc;

use super::Estate;
use super::flow::{Flow, Step};
use super::mentions;
use crate::expression::{Expected, Parsed, Reference, Root, Scope, Typed, check, template};
use crate::journey::{
    Action, ActionCall, Activity, Event, ExitWhen, Expression, Journey, Jump, Kind, Optimization, Schema, SchemaId,
    Template, UpdateProfile, ValueType, Wait,
};

/// One expression of a journey that is not empty.
#[derive(Debug)]
pub struct Formula<'a> {
    /// The step at which it stands; `None` in the journey's properties.
    pub step: Option<usize>,
    /// Its field, as [`crate::journey::Place::field`] writes it.
    pub field: String,
    /// Its text.
    pub text: &'a str,
    /// True for a text with expressions in braces; it has no tree of its own.
    pub template: bool,
    /// What its place asks for.
    pub expected: Expected,
    /// Its tree.
    pub parsed: Arc<Parsed>,
    /// What the whole inventory says of it. What is available at this step only is for the rules to say.
    pub typed: Arc<Typed>,
}

impl Formula<'_> {
    /// What it refers to, from left to right.
    pub fn references(&self) -> &[Reference] {
        &self.typed.references
    }

    /// True where everybody gets the same: it refers to nothing.
    pub fn is_constant(&self) -> bool {
        self.references().is_empty()
    }
}

/// Every expression of a journey, those of its properties first.
pub(in crate::check) fn all<'a>(estate: &Estate<'a>, journey: &'a Journey, flow: &Flow<'a>) -> Vec<Formula<'a>> {
    let mut list = Formulas { estate, journey, flow, list: Vec::new() };
    for criterion in &journey.properties.exit_criteria {
        let (field, expression) = match &criterion.when {
            ExitWhen::Event { condition, .. } => ("condition", condition),
            ExitWhen::Profile(expression) => ("when", expression),
            ExitWhen::Audience { .. } => continue,
        };
        let field = format!("properties.exit_criteria.{}.{field}", criterion.id);
        list.add(None, field, expression, Expected::CONDITION);
    }
    for step in &flow.steps {
        list.step(step);
    }
    list.list
}

struct Formulas<'e, 'a> {
    estate: &'e Estate<'a>,
    journey: &'a Journey,
    flow: &'e Flow<'a>,
    list: Vec<Formula<'a>>,
}

impl<'a> Formulas<'_, 'a> {
    fn add(&mut self, step: Option<usize>, field: String, expression: &'a Expression, expected: Expected) {
        if expression.is_empty() {
            return;
        }
        let text = expression.as_str();
        let language = self.estate.language;
        let (parsed, typed) = match self.outputs_at(step, text) {
            Some(scope) => {
                let parsed = language.parsed(text);
                let typed = Arc::new(check(&parsed, &scope, expected));
                (parsed, typed)
            }
            None => language.read(text, expected),
        };
        self.list.push(Formula { step, field, text, template: false, expected, parsed, typed });
    }

    fn add_template(&mut self, step: Option<usize>, field: String, template: &'a Template) {
        let (text, parsed) = (template.as_str(), Arc::new(Parsed::default()));
        let typed = match self.outputs_at(step, text) {
            Some(scope) => Arc::new(template::check(&template::parse(text), &scope)),
            None => self.estate.language.typed_template(text),
        };
        let expected = Expected::Any;
        self.list.push(Formula { step, field, text, template: true, expected, parsed, typed });
    }

    /// What may be referred to at a step, with what the journey's own decisions and lookups have brought until then;
    /// `None` where the text speaks of none. Those belong to one journey, so that nothing of it is kept.
    fn outputs_at(&self, step: Option<usize>, text: &str) -> Option<Scope> {
        if !mentions(text, Root::Decision.opening()) && !mentions(text, Root::DatasetLookup.opening()) {
            return None;
        }
        let before = step.map(|step| self.flow.upstream(&self.flow.steps[step]));
        let is_before = |activity: &Activity| match &before {
            Some(before) => self.flow.step(&activity.id).is_some_and(|step| before[step.index]),
            None => true,
        };
        let scope = self.estate.language.scope().clone();
        Some(scope.with_outputs(self.estate.inventory(), self.journey, is_before))
    }

    fn step(&mut self, step: &Step<'a>) {
        let index = Some(step.index);
        match &step.activity.kind {
            Kind::ReadAudience(read) => {
                if let Some(supplemental) = &read.supplemental {
                    self.add(index, "supplemental.key".to_owned(), &supplemental.key, Expected::Any);
                }
            }
            Kind::Wait(Wait::Custom(expression)) => self.add(index, "wait".to_owned(), expression, Expected::WAIT),
            Kind::Condition(condition) => {
                let Some(paths) = condition.test.questions() else { return };
                for path in paths {
                    let field = format!("paths.{}.expression", path.id);
                    self.add(index, field, &path.expression, Expected::CONDITION);
                }
            }
            Kind::DatasetLookup(lookup) => self.add(index, "key".to_owned(), &lookup.key, Expected::Any),
            Kind::Jump(jump) => self.jump(index, jump),
            Kind::Message(_) | Kind::MultiAction(_) => {
                for (number, message) in step.activity.kind.messages().iter().enumerate() {
                    let at = step.activity.kind.before_fields(number);
                    self.add(index, format!("{at}address"), &message.address, Expected::Of(ValueType::String));
                    for wording in message.wordings() {
                        let texts = [("subject", wording.subject), ("body", wording.body), ("html", wording.html)];
                        for (name, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
                            self.add_template(index, format!("{at}{}{name}", wording.at), text);
                        }
                    }
                    if let Some(Optimization::Targeting(targeting)) = &message.optimization {
                        for rule in &targeting.rules {
                            let field = format!("{at}optimization.rules.{}.expression", rule.id);
                            self.add(index, field, &rule.expression, Expected::CONDITION);
                        }
                    }
                    if let Some(languages) = &message.languages {
                        let expected = Expected::Of(ValueType::String);
                        self.add(index, format!("{at}languages.chosen_by"), &languages.chosen_by, expected);
                    }
                }
            }
            Kind::CustomAction(call) | Kind::Campaign(call) => self.call(index, call),
            Kind::UpdateProfile(update) => self.update(index, update),
            _ => {}
        }
    }

    fn jump(&mut self, step: Option<usize>, jump: &'a Jump) {
        let event = self.estate.get::<Event>(jump.entry.as_ref());
        for (name, expression) in &jump.mapping {
            let expected = event.map_or(Expected::Any, |event| self.field_type(event.schema.as_ref(), name));
            self.add(step, format!("mapping.{name}"), expression, expected);
        }
    }

    fn call(&mut self, step: Option<usize>, call: &'a ActionCall) {
        self.add(step, "path".to_owned(), &call.path, Expected::Of(ValueType::String));
        let action = self.estate.get::<Action>(call.action.as_ref());
        for (name, expression) in &call.values {
            let parameter = name.strip_prefix("body.").and_then(|path| {
                action.and_then(|action| action.payload.iter().find(|parameter| parameter.path == path))
            });
            let expected = parameter
                .filter(|parameter| parameter.kind != ValueType::ListAny)
                .map_or(Expected::Any, |parameter| Expected::Of(parameter.kind));
            self.add(step, format!("values.{name}"), expression, expected);
        }
    }

    fn update(&mut self, step: Option<usize>, update: &'a UpdateProfile) {
        for field in &update.fields {
            let expected = self.field_type(update.schema.as_ref(), &field.field);
            self.add(step, format!("fields.{}.value", field.field), &field.value, expected);
        }
    }

    fn field_type(&self, schema: Option<&SchemaId>, path: &str) -> Expected {
        let schema = self.estate.get::<Schema>(schema);
        let field = schema.and_then(|schema| schema.fields.iter().find(|field| field.path == path));
        field.map_or(Expected::Any, |field| Expected::Of(field.kind))
    }
}
