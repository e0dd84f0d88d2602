//! What is known of a person as a decision diagram: one group of bits for each field, which say in which region it
//! lies.

use biodivine_lib_bdd::{Bdd, BddPartialValuation, BddVariable, BddVariableSet};

use crate::expression::{Expr, ExprKind, Operator, Prefix};

use super::collect::{Asked, Collected, Place, audience, is_logic, name_of};
use super::probe::{FAILS, YES};
use super::term::Key;

/// The region of each field.
pub(super) type Assignment = Vec<usize>;

/// When a condition says yes, and when it fails; otherwise it says no.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    pub yes: Bdd,
    pub fails: Bdd,
}

/// The fields of a journey, with a place in diagrams.
#[derive(Debug)]
pub(super) struct Logic<'a> {
    pub asked: Collected<'a>,
    set: BddVariableSet,
    bits: Vec<Vec<BddVariable>>,
    /// The bits of all fields.
    field_bits: Vec<BddVariable>,
    /// The bits of fields that may change as time passes.
    changing: Vec<BddVariable>,
}

/// What gets places in diagrams, in order.
#[derive(Clone, Copy, Debug)]
pub(super) enum Slot {
    /// A field.
    Field(usize),
    /// So many ways out.
    Ways(usize),
}

impl<'a> Logic<'a> {
    /// Gives everything its place; the variables of the ways come back, slot by slot. `None` where there are too many.
    pub(super) fn new(asked: Collected<'a>, slots: &[Slot]) -> Option<(Self, Vec<Vec<BddVariable>>)> {
        let width = |field: usize| bits_for(asked.fields[field].regions.len());
        let count: usize = slots
            .iter()
            .map(|slot| match slot {
                Slot::Field(field) => width(*field),
                Slot::Ways(count) => *count,
            })
            .sum();
        let set = BddVariableSet::new_anonymous(u16::try_from(count).ok().filter(|count| *count < u16::MAX - 1)?);
        let mut free = set.variables().into_iter();
        let mut bits = vec![Vec::new(); asked.fields.len()];
        let mut ways = Vec::new();
        for slot in slots {
            match slot {
                Slot::Field(field) => bits[*field] = free.by_ref().take(width(*field)).collect(),
                Slot::Ways(count) => ways.push(free.by_ref().take(*count).collect()),
            }
        }
        let of = |keep: &dyn Fn(&Asked) -> bool| -> Vec<BddVariable> {
            let kept = asked.fields.iter().zip(&bits).filter(|(asked, _)| keep(asked));
            kept.flat_map(|(_, bits)| bits.iter().copied()).collect()
        };
        let (field_bits, changing) = (of(&|_| true), of(&|asked| asked.key.changes()));
        Some((Self { asked, set, bits, field_bits, changing }, ways))
    }

    pub(super) fn anything(&self) -> Bdd {
        self.set.mk_true()
    }

    pub(super) fn nothing(&self) -> Bdd {
        self.set.mk_false()
    }

    /// A variable at this value.
    pub(super) fn literal(&self, variable: BddVariable, value: bool) -> Bdd {
        self.set.mk_literal(variable, value)
    }

    /// That none of these is taken.
    pub(super) fn none_of(&self, variables: impl IntoIterator<Item = BddVariable>) -> Bdd {
        let mut clause = BddPartialValuation::empty();
        variables.into_iter().for_each(|variable| clause.set_value(variable, false));
        self.set.mk_conjunctive_clause(&clause)
    }

    /// How many bits fields have.
    pub(super) fn width(&self) -> usize {
        self.field_bits.len()
    }

    /// The same, whatever is known of fields.
    pub(super) fn forget_fields(&self, known: &Bdd) -> Bdd {
        known.exists(&self.field_bits)
    }

    /// The same after time has passed, in which whatever changes may have changed.
    pub(super) fn forget_changing(&self, known: &Bdd) -> Bdd {
        known.exists(&self.changing)
    }

    /// The same without these fields.
    pub(super) fn forget(&self, known: &Bdd, fields: &[usize]) -> Bdd {
        let bits: Vec<BddVariable> = fields.iter().flat_map(|field| self.bits[*field].iter().copied()).collect();
        if bits.is_empty() { known.clone() } else { known.exists(&bits) }
    }

    /// That a field lies in one of the regions that are meant.
    pub(super) fn among(&self, field: usize, is_meant: impl Fn(usize) -> bool) -> Bdd {
        let regions = self.asked.fields[field].regions.len();
        self.codes(&self.bits[field], 0, &|code: usize| is_meant(code.min(regions - 1)))
    }

    fn codes(&self, bits: &[BddVariable], from: usize, is_meant: &dyn Fn(usize) -> bool) -> Bdd {
        let Some((first, rest)) = bits.split_first() else {
            return if is_meant(from) { self.anything() } else { self.nothing() };
        };
        let low = self.codes(rest, from, is_meant);
        let high = self.codes(rest, from + (1 << rest.len()), is_meant);
        if low == high { low } else { Bdd::if_then_else(&self.literal(*first, true), &high, &low) }
    }

    /// That a field lies in this region.
    pub(super) fn is(&self, field: usize, region: usize) -> Bdd {
        self.among(field, |found| found == region)
    }

    /// What the question at this place says.
    pub(super) fn answer(&self, place: &Place) -> Truth {
        let asked = &self.asked.fields[place.field];
        let says = |answer| {
            self.among(place.field, |region| asked.regions[region].answers.get(place.question) == Some(&answer))
        };
        let mut truth = Truth { yes: says(YES), fails: says(FAILS) };
        for failing in &place.failing {
            let fails = self.is(*failing, 1);
            truth = Truth { yes: truth.yes.and_not(&fails), fails: truth.fails.or(&fails) };
        }
        truth
    }

    /// That the person is in the audience of this name.
    pub(super) fn member(&self, name: &str) -> Bdd {
        if let Some(rule) = self.asked.rules.get(name) {
            return self.truth(rule, "").yes;
        }
        let known = self.asked.terms.inventory.audiences.iter().any(|audience| audience.name == name);
        match self.asked.index.get(&Key::Audience(name.to_owned())) {
            Some(field) if known => self.is(*field, 1),
            _ => self.nothing(),
        }
    }

    /// What a condition says; `place` as it was gathered.
    pub(super) fn truth(&self, expr: &Expr, place: &str) -> Truth {
        match &expr.kind {
            ExprKind::Parentheses(inner) => self.truth(inner, place),
            ExprKind::Prefix(Prefix::Not, inner) => {
                let Truth { yes, fails } = self.truth(inner, place);
                Truth { yes: yes.or(&fails).not(), fails }
            }
            ExprKind::Boolean(truth) => {
                Truth { yes: if *truth { self.anything() } else { self.nothing() }, fails: self.nothing() }
            }
            ExprKind::Null => Truth { yes: self.nothing(), fails: self.nothing() },
            ExprKind::Chain(chain) if is_logic(chain.rest.first().map(|link| link.operator)) => {
                let is_and = chain.rest.first().is_some_and(|link| link.operator == Operator::And);
                let operands = std::iter::once(&chain.first).chain(chain.rest.iter().map(|link| &link.operand));
                // Whoever no operand has decided yet.
                let (mut open, mut yes, mut fails) = (self.anything(), self.nothing(), self.nothing());
                for operand in operands {
                    let said = self.truth(operand, place);
                    fails = fails.or(&open.and(&said.fails));
                    if is_and {
                        open = open.and(&said.yes);
                    } else {
                        yes = yes.or(&open.and(&said.yes));
                        open = open.and_not(&said.yes).and_not(&said.fails);
                    }
                }
                Truth { yes: if is_and { open } else { yes }, fails }
            }
            ExprKind::If(conditional) => {
                let asked = self.truth(&conditional.condition, place);
                let (yes, no) = (self.truth(&conditional.yes, place), self.truth(&conditional.no, place));
                let other = asked.yes.or(&asked.fails).not();
                Truth {
                    yes: asked.yes.and(&yes.yes).or(&other.and(&no.yes)),
                    fails: asked.fails.or(&asked.yes.and(&yes.fails)).or(&other.and(&no.fails)),
                }
            }
            _ => match audience(expr) {
                Some(name) => Truth { yes: self.member(name), fails: self.nothing() },
                None => match self.asked.leaves.get(&name_of(expr, place)) {
                    Some(place) => self.answer(place),
                    None => Truth { yes: self.nothing(), fails: self.nothing() },
                },
            },
        }
    }

    /// One of what is possible, as near to what is preferred as it can be, field by field.
    pub(super) fn choose(&self, possible: &Bdd, preferred: &[usize]) -> Option<Assignment> {
        if possible.is_false() {
            return None;
        }
        let mut left = possible.clone();
        let mut chosen = Vec::with_capacity(self.asked.fields.len());
        for (field, asked) in self.asked.fields.iter().enumerate() {
            let wanted = preferred.get(field).copied().unwrap_or(0);
            let others = (0..asked.regions.len()).filter(|region| *region != wanted);
            let (region, rest) = std::iter::once(wanted).chain(others).find_map(|region| {
                let rest = left.and(&self.is(field, region));
                (!rest.is_false()).then_some((region, rest))
            })?;
            left = rest;
            chosen.push(region);
        }
        Some(chosen)
    }

    /// That these fields lie where they lie.
    pub(super) fn fixed(&self, assignment: &[usize], keep: impl Fn(usize, &Key) -> bool) -> Bdd {
        let mut known = self.anything();
        for (field, asked) in self.asked.fields.iter().enumerate().rev() {
            if keep(field, &asked.key) {
                known = known.and(&self.is(field, assignment[field]));
            }
        }
        known
    }

    /// Whether somebody is among those who are meant.
    pub(super) fn holds(&self, assignment: &[usize], meant: &Bdd) -> bool {
        !self.fixed(assignment, |_, _| true).and(meant).is_false()
    }

    /// The fields that a diagram speaks of.
    pub(super) fn spoken_of(&self, meant: &Bdd) -> Vec<usize> {
        let support = meant.support_set();
        (0..self.bits.len()).filter(|field| self.bits[*field].iter().any(|bit| support.contains(bit))).collect()
    }
}

fn bits_for(regions: usize) -> usize {
    let mut bits = 0;
    while (1_usize << bits) < regions {
        bits += 1;
    }
    bits
}
