//! Gathers what a journey asks, in the order in which people come to it: leaves of its conditions and the fields that
//! they are about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::expression::{Expected, Expr, ExprKind, Operator, Prefix, Scope, check, parse, print};
use crate::journey::{Evaluation, Expression, Journey, Value};

use super::leaf::{self, Exact};
use super::region::{self, Question, Region};
use super::term::{Domain, Key, Terms};

/// Where the answer of a leaf stands.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub field: usize,
    pub question: usize,
    /// The questions to external sources that may fail under it.
    pub failing: Vec<usize>,
}

/// One field with its questions.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub key: Key,
    pub domain: Option<Domain>,
    pub questions: Vec<Question>,
    pub regions: Vec<Region>,
    /// The part of a condition that this is, where it is not taken apart.
    pub expr: Option<Expr>,
    /// The texts of the leaves, by question; none for questions of the journey itself.
    texts: Vec<Option<String>>,
}

/// What is gathered.
#[derive(Debug)]
pub(super) struct Collected<'a> {
    pub terms: Terms<'a>,
    pub fields: Vec<Asked>,
    pub index: BTreeMap<Key, usize>,
    pub leaves: BTreeMap<String, Place>,
    /// Rules of audiences that hold at every moment.
    pub rules: BTreeMap<String, Arc<Expr>>,
    /// Leaves that turned out not to be decided exactly.
    given_up: BTreeSet<String>,
    scope: Scope,
}

/// A sound expression; none where nothing is written, or where it cannot be read.
pub(super) fn sound(text: &Expression) -> Option<Arc<Expr>> {
    if text.is_empty() {
        return None;
    }
    let parsed = parse(text.as_str());
    parsed.sound()?;
    parsed.tree
}

impl<'a> Collected<'a> {
    pub(super) fn new(terms: Terms<'a>, journey: &Journey) -> Self {
        Self {
            scope: Scope::of(terms.inventory).with_outputs(terms.inventory, journey, |_| true),
            terms,
            fields: Vec::new(),
            index: BTreeMap::new(),
            leaves: BTreeMap::new(),
            rules: BTreeMap::new(),
            given_up: BTreeSet::new(),
        }
    }

    /// The field, made where nobody has asked about it before.
    pub(super) fn field(&mut self, key: &Key) -> usize {
        if let Some(known) = self.index.get(key) {
            return *known;
        }
        let domain = self.terms.domain(key);
        let regions = match key {
            Key::Audience(_) | Key::Consent(_) | Key::Failing(_) => vec![
                Region { answers: Vec::new(), samples: vec![Value::Boolean(false)] },
                Region { answers: Vec::new(), samples: vec![Value::Boolean(true)] },
            ],
            _ => Vec::new(),
        };
        let asked = Asked { key: key.clone(), domain, questions: Vec::new(), regions, expr: None, texts: Vec::new() };
        self.fields.push(asked);
        self.index.insert(key.clone(), self.fields.len() - 1);
        self.fields.len() - 1
    }

    /// A question that the journey itself asks of a field.
    pub(super) fn ask(&mut self, key: &Key, question: Question) -> Place {
        let field = self.field(key);
        let asked = &mut self.fields[field];
        let known = asked.questions.iter().position(|known| {
            std::mem::discriminant(known) == std::mem::discriminant(&question) && !matches!(known, Question::Part(..))
        });
        let place = known.unwrap_or_else(|| {
            asked.questions.push(question);
            asked.texts.push(None);
            asked.questions.len() - 1
        });
        Place { field, question: place, failing: Vec::new() }
    }

    /// Gathers the leaves of a condition; `place` tells parts apart whose answer is another at each place.
    pub(super) fn expression(&mut self, expr: &Expr, place: &str) {
        match &expr.kind {
            ExprKind::Parentheses(inner) | ExprKind::Prefix(Prefix::Not, inner) => self.expression(inner, place),
            ExprKind::Boolean(_) | ExprKind::Null => {}
            ExprKind::Chain(chain) if is_logic(chain.rest.first().map(|link| link.operator)) => {
                self.expression(&chain.first, place);
                chain.rest.iter().for_each(|link| self.expression(&link.operand, place));
            }
            ExprKind::If(conditional) => {
                self.expression(&conditional.condition, place);
                self.expression(&conditional.yes, place);
                self.expression(&conditional.no, place);
            }
            _ => self.leaf(expr, place),
        }
    }

    /// Membership of the audience of this name is asked for.
    pub(super) fn member(&mut self, name: &str) {
        if self.rules.contains_key(name) {
            return;
        }
        match self.rule(name) {
            Some(rule) => {
                self.expression(&rule, "");
                self.rules.insert(name.to_owned(), rule);
            }
            None => drop(self.field(&Key::Audience(name.to_owned()))),
        }
    }

    fn leaf(&mut self, expr: &Expr, place: &str) {
        if let Some(name) = audience(expr) {
            return self.member(name);
        }
        let text = name_of(expr, place);
        if self.leaves.contains_key(&text) {
            return;
        }
        let exact = leaf::exact(expr, &self.terms).filter(|_| !self.given_up.contains(&text));
        let failing = self.failing(expr);
        let place = match exact {
            Some(exact) => self.part(exact, expr, &text, failing),
            None => self.open(expr, &text, failing),
        };
        self.leaves.insert(text, place);
    }

    fn part(&mut self, exact: Exact, expr: &Expr, text: &str, failing: Vec<usize>) -> Place {
        let field = self.field(&exact.key.clone());
        let asked = &mut self.fields[field];
        asked.questions.push(Question::Part(exact, expr.clone()));
        asked.texts.push(Some(text.to_owned()));
        Place { field, question: asked.questions.len() - 1, failing }
    }

    fn open(&mut self, expr: &Expr, text: &str, failing: Vec<usize>) -> Place {
        let may_fail = self.given_up.contains(text) || self.may_fail(expr, Expected::CONDITION);
        let field = self.field(&Key::Open(text.to_owned()));
        let asked = &mut self.fields[field];
        asked.expr = Some(expr.clone());
        asked.regions = region::open(may_fail);
        Place { field, question: 0, failing }
    }

    /// Whether it may fail for somebody, answers of external sources apart: types do not fit, or a function may refuse.
    pub(super) fn may_fail(&self, expr: &Expr, expected: Expected) -> bool {
        leaf::may_fail(expr) || !check(&parse(&print(expr)), &self.scope, expected).problems.is_empty()
    }

    fn failing(&mut self, expr: &Expr) -> Vec<usize> {
        let mut questions = Vec::new();
        expr.visit(&mut |part| {
            if let ExprKind::Field(reference) = &part.kind {
                questions.extend(self.terms.question(reference));
            }
        });
        questions.into_iter().map(|question| self.field(&Key::Failing(question))).collect()
    }

    /// The rule of an audience that is worked out whenever anything changes, and asks only for what is decided exactly.
    fn rule(&self, name: &str) -> Option<Arc<Expr>> {
        let audience = self.terms.inventory.audiences.iter().find(|audience| audience.name == name)?;
        let rule = sound(&audience.rule).filter(|_| audience.evaluation == Evaluation::Streaming)?;
        self.is_exact(&rule).then_some(rule)
    }

    fn is_exact(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Parentheses(inner) | ExprKind::Prefix(Prefix::Not, inner) => self.is_exact(inner),
            ExprKind::Boolean(_) | ExprKind::Null => true,
            ExprKind::Chain(chain) if is_logic(chain.rest.first().map(|link| link.operator)) => {
                self.is_exact(&chain.first) && chain.rest.iter().all(|link| self.is_exact(&link.operand))
            }
            _ => leaf::exact(expr, &self.terms).is_some_and(|exact| matches!(exact.key, Key::Profile(_))),
        }
    }

    /// Works out the regions of all fields. What cannot be told apart exactly is left open.
    pub(super) fn settle(&mut self) {
        let mut open: Vec<(String, Expr)> = Vec::new();
        for asked in &mut self.fields {
            let Some(domain) = asked.domain.clone().filter(|_| !asked.questions.is_empty()) else { continue };
            if let Some(regions) = region::regions(&asked.key, &domain, &asked.questions) {
                asked.regions = regions;
                continue;
            }
            // One by one: those that can be answered stay.
            for place in 0..asked.questions.len() {
                let one = std::slice::from_ref(&asked.questions[place]);
                if region::regions(&asked.key, &domain, one).is_none()
                    && let (Question::Part(_, expr), Some(text)) = (&asked.questions[place], &asked.texts[place])
                {
                    open.push((text.clone(), expr.clone()));
                    asked.questions[place] = Question::Nothing;
                }
            }
            match region::regions(&asked.key, &domain, &asked.questions) {
                Some(regions) => asked.regions = regions,
                None => {
                    for place in 0..asked.questions.len() {
                        if let (Question::Part(_, expr), Some(text)) = (&asked.questions[place], &asked.texts[place]) {
                            open.push((text.clone(), expr.clone()));
                            asked.questions[place] = Question::Nothing;
                        }
                    }
                    asked.regions = region::regions(&asked.key, &domain, &asked.questions).unwrap_or_default();
                }
            }
        }
        for (text, expr) in open {
            self.given_up.insert(text.clone());
            let failing = self.failing(&expr);
            let place = self.open(&expr, &text, failing);
            self.leaves.insert(text, place);
        }
        for asked in &mut self.fields {
            if asked.regions.is_empty() {
                let samples = asked.domain.as_ref().map(|domain| region::some(domain.kind)).unwrap_or_default();
                asked.regions = vec![Region { answers: vec![0; asked.questions.len()], samples }];
            }
        }
    }
}

impl Asked {
    /// The region in which a value lies.
    pub(super) fn region_of(&self, value: &Value) -> Option<usize> {
        if self.questions.is_empty() {
            return self.regions.iter().position(|region| region.samples.contains(value));
        }
        let answers = region::answers(&self.key, &self.questions, value)?;
        self.regions.iter().position(|region| region.answers == answers)
    }
}

/// `and`, `or`.
pub(super) fn is_logic(operator: Option<Operator>) -> bool {
    matches!(operator, Some(Operator::And | Operator::Or))
}

/// The audience that a leaf asks for.
pub(super) fn audience(expr: &Expr) -> Option<&str> {
    let ExprKind::Call(call) = &expr.bare().kind else { return None };
    match call.arguments.as_slice() {
        [only] if &*call.name == "inAudience" => match &only.bare().kind {
            ExprKind::Text(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}

/// By what a leaf is known.
pub(super) fn name_of(expr: &Expr, place: &str) -> String {
    let text = print(expr.bare());
    if leaf::is_restless(expr) { format!("{text} at {place} {}", expr.span.start) } else { text }
}
