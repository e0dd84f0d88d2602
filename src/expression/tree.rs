//! The tree of an expression: what was written, with the place of every part.
//!
//! Operators of one precedence stand side by side in one [`Chain`], so that a sum of ten thousand terms is
//! as shallow as a sum of two; what nests is bounded by the parser.

use smol_str::SmolStr;

use crate::journey::Value;

use super::functions::Function;
use super::problem::Span;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands, parentheses included.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// A text.
    Text(Box<str>),
    /// A whole number.
    Integer(i64),
    /// A finite decimal.
    Decimal(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// `date("…")`.
    Date(Box<DateLiteral>),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// A field, a journey property, a supplemental identifier.
    Field(Box<FieldReference>),
    /// The element that a collection's condition looks at, and a path in it.
    Current(Box<CurrentField>),
    /// A function call.
    Call(Box<Call>),
    /// `(e)`; kept, since the platform asks for parentheses at some places.
    Parentheses(Box<Expr>),
    /// `not e` or `-e`.
    Prefix(Prefix, Box<Expr>),
    /// `e is null` and its like.
    Test(Box<Expr>, Test),
    /// Operators of one precedence, from left to right.
    Chain(Box<Chain>),
    /// `if (c) then (a) else (b)`.
    If(Box<If>),
    /// What could not be read; only beside a syntax error.
    Missing,
}

/// `date("…")`: a day, a zoneless date-time or an instant, by the form of its text.
#[derive(Clone, Debug, PartialEq)]
pub struct DateLiteral {
    /// The text between the quotes.
    pub text: Box<str>,
    /// Where that text stands, with its quotes.
    pub text_span: Span,
    /// What it means; [`Value::Null`] where it is no date.
    pub value: Value,
}

/// Where a referred field comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Root {
    /// `@event{Name.path}`.
    Event,
    /// `#{Source.FieldGroup.path}`.
    Source,
    /// `@action{Name.path}`.
    Action,
    /// `@decision{Name.items}`.
    Decision,
    /// `@datasetLookup{Name.entities}`.
    DatasetLookup,
    /// `@journey{property}`.
    Journey,
    /// `${supplementalId}`.
    Supplemental,
}

impl Root {
    /// What opens such a reference, with the brace.
    pub fn opening(self) -> &'static str {
        match self {
            Self::Event => "@event{",
            Self::Source => "#{",
            Self::Action => "@action{",
            Self::Decision => "@decision{",
            Self::DatasetLookup => "@datasetLookup{",
            Self::Journey => "@journey{",
            Self::Supplemental => "${",
        }
    }

    /// How many names at the beginning of the path name an object: an event one, a field group two.
    pub fn names(self) -> usize {
        match self {
            Self::Source => 2,
            _ => 1,
        }
    }
}

/// `@event{Name.path, defaultValue: e, params: {…}}`.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldReference {
    /// Where the field comes from.
    pub root: Root,
    /// The names, and what is asked of collections and maps on the way.
    pub path: Vec<Step>,
    /// What stands in for a missing value.
    pub default: Option<Expr>,
    /// What an external data source is asked with.
    pub params: Vec<Param>,
}

impl FieldReference {
    /// The name at this place of the path, if it is a plain name.
    pub fn name(&self, index: usize) -> Option<&str> {
        self.path.get(index).and_then(Step::name)
    }
}

/// A parameter of an external data source.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Its value.
    pub value: Expr,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Where it stands, quotes or brackets included, the dot before it not.
    pub span: Span,
    /// What it does.
    pub kind: StepKind,
}

impl Step {
    /// The name, if it is a plain name.
    pub fn name(&self) -> Option<&str> {
        self.plain_name().map(SmolStr::as_str)
    }

    pub(super) fn plain_name(&self) -> Option<&SmolStr> {
        match &self.kind {
            StepKind::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// What one step of a path does.
#[derive(Clone, Debug, PartialEq)]
pub enum StepKind {
    /// Goes to the field of this name; in a list of objects, to that field of each.
    Name(SmolStr),
    /// `.all(condition)`: the items that fit; all without a condition.
    All(Option<Box<Expr>>),
    /// `.first(condition)`: the first item that fits.
    First(Option<Box<Expr>>),
    /// `.last(condition)`: the last item that fits.
    Last(Option<Box<Expr>>),
    /// `.at(index)`: the item at this place, counted from 0.
    At(Box<Expr>),
    /// `.entry(key)`: what a map holds under this key.
    Entry(Box<Expr>),
    /// `.firstEntryKey()`: the first key of a map.
    FirstEntryKey,
    /// `.keys()`: all keys of a map.
    Keys,
}

/// Which loop variable it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Current {
    /// `currentEventField`.
    Event,
    /// `currentDataPackField`.
    DataPack,
    /// `currentActionField`.
    Action,
    /// `currentDatasetLookupField`.
    DatasetLookup,
}

impl Current {
    /// Every loop variable.
    pub const ALL: [Self; 4] = [Self::Event, Self::DataPack, Self::Action, Self::DatasetLookup];

    /// The word of the language.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "currentEventField",
            Self::DataPack => "currentDataPackField",
            Self::Action => "currentActionField",
            Self::DatasetLookup => "currentDatasetLookupField",
        }
    }

    /// The kind of reference in whose collections it stands.
    pub fn root(self) -> Root {
        match self {
            Self::Event => Root::Event,
            Self::DataPack => Root::Source,
            Self::Action => Root::Action,
            Self::DatasetLookup => Root::DatasetLookup,
        }
    }
}

/// `currentEventField.path`.
#[derive(Clone, Debug, PartialEq)]
pub struct CurrentField {
    /// Which loop variable.
    pub variable: Current,
    /// Where its word stands.
    pub variable_span: Span,
    /// The path in the element.
    pub path: Vec<Step>,
}

/// `name(arguments)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The name as written.
    pub name: Box<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// The function; `None` where there is none of this name.
    pub function: Option<&'static Function>,
    /// What it is given.
    pub arguments: Vec<Expr>,
}

/// An operator in front of its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// `not`.
    Not,
    /// `-`.
    Minus,
}

/// An operator behind its operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// `is null`.
    IsNull,
    /// `is not null`.
    IsNotNull,
    /// `has null`.
    HasNull,
    /// `is numeric`.
    IsNumeric,
    /// `is integer`.
    IsInteger,
    /// `is decimal`.
    IsDecimal,
}

impl Test {
    /// Every test.
    pub const ALL: [Self; 6] =
        [Self::IsNull, Self::IsNotNull, Self::HasNull, Self::IsNumeric, Self::IsInteger, Self::IsDecimal];

    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::IsNull => "is null",
            Self::IsNotNull => "is not null",
            Self::HasNull => "has null",
            Self::IsNumeric => "is numeric",
            Self::IsInteger => "is integer",
            Self::IsDecimal => "is decimal",
        }
    }
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Operator {
    /// Every operator, the loosest first.
    pub const ALL: [Self; 13] = [
        Self::Or,
        Self::And,
        Self::Equal,
        Self::NotEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Add,
        Self::Subtract,
        Self::Multiply,
        Self::Divide,
        Self::Remainder,
    ];

    /// What a comparison by order is called where conditions are built by choosing; as it is written for the others.
    pub fn words(self) -> &'static str {
        match self {
            Self::Greater => "is over",
            Self::GreaterOrEqual => "is at least",
            Self::Less => "is under",
            Self::LessOrEqual => "is at most",
            _ => self.text(),
        }
    }

    /// As it is written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }

    /// How tightly it binds: `or` 1, `and` 2, comparisons 4, sums 6, products 7. (`not` is 3, tests are 5.)
    pub fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Equal | Self::NotEqual | Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => 4,
            Self::Add | Self::Subtract => 6,
            Self::Multiply | Self::Divide | Self::Remainder => 7,
        }
    }
}

/// `first op rest op rest …`: operators of one precedence, worked out from left to right.
#[derive(Clone, Debug, PartialEq)]
pub struct Chain {
    /// The leftmost operand.
    pub first: Expr,
    /// What follows; never empty.
    pub rest: Vec<Link>,
}

/// An operator and its right operand.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The operator.
    pub operator: Operator,
    /// Where it stands.
    pub operator_span: Span,
    /// Its right operand.
    pub operand: Expr,
}

/// `if (condition) then (yes) else (no)`.
#[derive(Clone, Debug, PartialEq)]
pub struct If {
    /// What decides.
    pub condition: Expr,
    /// The value where it is true.
    pub yes: Expr,
    /// The value otherwise.
    pub no: Expr,
}
