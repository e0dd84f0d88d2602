//! The form of the condition builder: rows of field, comparison and value, in groups that ask for all or for any.
//!
//! [`read`] yields a form only where [`write()`] gives back the same expression, blanks aside; everything else is
//! for the text editor.

use crate::journey::{Value, ValueType};

use super::parse::lexer::quote;
use super::parse::parse;
use super::print::{literal, print};
use super::tree::{Call, Chain, Expr, ExprKind, Operator, Prefix, Test};

/// Whether all rows of a group must hold, or any one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Join {
    /// All of them.
    #[default]
    All,
    /// At least one.
    Any,
}

impl Join {
    fn operator(self) -> Operator {
        match self {
            Self::All => Operator::And,
            Self::Any => Operator::Or,
        }
    }
}

/// Rows that belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// Whether all must hold, or any.
    pub join: Join,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// One row of a group.
#[derive(Clone, Debug, PartialEq)]
pub enum Row {
    /// A field compared with something.
    Condition(Condition),
    /// Membership of an audience.
    Audience {
        /// Its name.
        name: String,
        /// True for members, false for everybody else.
        member: bool,
    },
    /// A group inside.
    Group(Group),
}

/// A field compared with something.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The reference as an expression writes it: `@event{Order.total}`.
    pub field: String,
    /// True where the opposite must hold.
    pub negated: bool,
    /// How it is compared.
    pub comparison: Comparison,
    /// With what; [`Operand::Value`] of null where the comparison asks for nothing.
    pub operand: Operand,
}

impl Condition {
    /// Whether it asks for a value that nobody has filled in: the empty box of a row is null in the text.
    pub fn is_open(&self) -> bool {
        self.comparison.asks() && self.operand == Operand::default()
    }
}

impl Group {
    /// The rows, also those of the groups inside, whose value is still to be filled in.
    pub fn open(&self) -> Vec<&Condition> {
        let mut open = Vec::new();
        for row in &self.rows {
            match row {
                Row::Condition(condition) if condition.is_open() => open.push(condition),
                Row::Condition(_) | Row::Audience { .. } => {}
                Row::Group(group) => open.extend(group.open()),
            }
        }
        open
    }

    /// The same rows, to be filled in.
    pub fn open_mut(&mut self) -> Vec<&mut Condition> {
        let mut open = Vec::new();
        for row in &mut self.rows {
            match row {
                Row::Condition(condition) if condition.is_open() => open.push(condition),
                Row::Condition(_) | Row::Audience { .. } => {}
                Row::Group(group) => open.extend(group.open_mut()),
            }
        }
        open
    }
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A constant; null while nothing is filled in.
    Value(Value),
    /// Another field.
    Field(String),
}

impl Default for Operand {
    fn default() -> Self {
        Self::Value(Value::Null)
    }
}

/// How a field is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    EqualIgnoringCase,
    NotEqualIgnoringCase,
    Contains,
    ContainsIgnoringCase,
    StartsWith,
    StartsWithIgnoringCase,
    EndsWith,
    EndsWithIgnoringCase,
    Matches,
    IsIn,
    InLastHours,
    InLastDays,
    InLastMonths,
    InLastYears,
    InNextHours,
    InNextDays,
    InNextMonths,
    InNextYears,
    IsTrue,
    IsEmpty,
    IsNotEmpty,
    IsNull,
    IsNotNull,
}

/// How a comparison is written.
enum Form {
    Infix(Operator),
    Function(&'static str),
    Asking(&'static str),
    Test(Test),
    Bare,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 29] = [
        Self::Equal,
        Self::NotEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::EqualIgnoringCase,
        Self::NotEqualIgnoringCase,
        Self::Contains,
        Self::ContainsIgnoringCase,
        Self::StartsWith,
        Self::StartsWithIgnoringCase,
        Self::EndsWith,
        Self::EndsWithIgnoringCase,
        Self::Matches,
        Self::IsIn,
        Self::InLastHours,
        Self::InLastDays,
        Self::InLastMonths,
        Self::InLastYears,
        Self::InNextHours,
        Self::InNextDays,
        Self::InNextMonths,
        Self::InNextYears,
        Self::IsTrue,
        Self::IsEmpty,
        Self::IsNotEmpty,
        Self::IsNull,
        Self::IsNotNull,
    ];

    fn form(self) -> Form {
        match self {
            Self::Equal => Form::Infix(Operator::Equal),
            Self::NotEqual => Form::Infix(Operator::NotEqual),
            Self::Greater => Form::Infix(Operator::Greater),
            Self::GreaterOrEqual => Form::Infix(Operator::GreaterOrEqual),
            Self::Less => Form::Infix(Operator::Less),
            Self::LessOrEqual => Form::Infix(Operator::LessOrEqual),
            Self::EqualIgnoringCase => Form::Function("equalIgnoreCase"),
            Self::NotEqualIgnoringCase => Form::Function("notEqualIgnoreCase"),
            Self::Contains => Form::Function("contain"),
            Self::ContainsIgnoringCase => Form::Function("containIgnoreCase"),
            Self::StartsWith => Form::Function("startWith"),
            Self::StartsWithIgnoringCase => Form::Function("startWithIgnoreCase"),
            Self::EndsWith => Form::Function("endWith"),
            Self::EndsWithIgnoringCase => Form::Function("endWithIgnoreCase"),
            Self::Matches => Form::Function("matchRegExp"),
            Self::IsIn => Form::Function("in"),
            Self::InLastHours => Form::Function("inLastHours"),
            Self::InLastDays => Form::Function("inLastDays"),
            Self::InLastMonths => Form::Function("inLastMonths"),
            Self::InLastYears => Form::Function("inLastYears"),
            Self::InNextHours => Form::Function("inNextHours"),
            Self::InNextDays => Form::Function("inNextDays"),
            Self::InNextMonths => Form::Function("inNextMonths"),
            Self::InNextYears => Form::Function("inNextYears"),
            Self::IsTrue => Form::Bare,
            Self::IsEmpty => Form::Asking("isEmpty"),
            Self::IsNotEmpty => Form::Asking("isNotEmpty"),
            Self::IsNull => Form::Test(Test::IsNull),
            Self::IsNotNull => Form::Test(Test::IsNotNull),
        }
    }

    fn of_function(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(
            |comparison| matches!(comparison.form(), Form::Function(known) | Form::Asking(known) if known == name),
        )
    }

    /// The comparisons that a field of this type is offered, the commonest first.
    pub fn offered(kind: ValueType) -> Vec<Self> {
        let fits = |comparison: &Self| match comparison {
            Self::Equal | Self::NotEqual => !kind.is_list(),
            Self::IsNull | Self::IsNotNull => true,
            Self::Greater | Self::GreaterOrEqual | Self::Less | Self::LessOrEqual => {
                matches!(kind, ValueType::Integer | ValueType::Decimal | ValueType::DateTime | ValueType::DateTimeOnly)
            }
            Self::IsIn => kind.list().is_some() && kind != ValueType::Boolean,
            Self::IsTrue => kind == ValueType::Boolean,
            Self::InLastHours
            | Self::InLastDays
            | Self::InLastMonths
            | Self::InLastYears
            | Self::InNextHours
            | Self::InNextDays
            | Self::InNextMonths
            | Self::InNextYears => kind == ValueType::DateTime,
            _ => kind == ValueType::String,
        };
        Self::ALL.into_iter().filter(fits).collect()
    }

    /// Whether the field is compared with something; else the comparison says all by itself.
    pub fn asks(self) -> bool {
        matches!(self.form(), Form::Infix(_) | Form::Function(_))
    }

    /// What this comparison asks where somebody wrote null into it on purpose: whether the field has no value, or one.
    pub fn with_nothing(self) -> Option<Self> {
        match self {
            Self::Equal => Some(Self::IsNull),
            Self::NotEqual => Some(Self::IsNotNull),
            _ => None,
        }
    }

    /// The type of the value that a field of this type is compared with; `None` where there is none.
    pub fn operand(self, field: ValueType) -> Option<ValueType> {
        match self {
            _ if !self.asks() => None,
            Self::IsIn => field.list(),
            Self::InLastHours
            | Self::InLastDays
            | Self::InLastMonths
            | Self::InLastYears
            | Self::InNextHours
            | Self::InNextDays
            | Self::InNextMonths
            | Self::InNextYears => Some(ValueType::Integer),
            _ => Some(field),
        }
    }
}

/// The form of an expression; `None` where the form cannot show it without loss. An empty text is an empty group.
pub fn read(text: &str) -> Option<Group> {
    if text.trim().is_empty() {
        return Some(Group::default());
    }
    let parsed = parse(text);
    if !parsed.remarks.is_empty() {
        return None;
    }
    let tree = parsed.sound()?;
    let group = read_group(tree)?;
    let again = parse(&write(&group));
    (print(again.sound()?) == print(tree)).then_some(group)
}

fn read_group(expr: &Expr) -> Option<Group> {
    let ExprKind::Chain(chain) = &expr.kind else {
        return Some(Group { join: Join::All, rows: vec![read_row(expr)?] });
    };
    match chain.rest.first()?.operator {
        Operator::And => Some(Group { join: Join::All, rows: read_rows(chain)? }),
        Operator::Or => Some(Group { join: Join::Any, rows: read_rows(chain)? }),
        _ => Some(Group { join: Join::All, rows: vec![read_row(expr)?] }),
    }
}

fn read_rows(chain: &Chain) -> Option<Vec<Row>> {
    std::iter::once(&chain.first).chain(chain.rest.iter().map(|link| &link.operand)).map(read_row).collect()
}

fn read_row(expr: &Expr) -> Option<Row> {
    match &expr.kind {
        ExprKind::Parentheses(inner) => Some(Row::Group(read_group(inner)?)),
        ExprKind::Prefix(Prefix::Not, inner) => match read_condition(inner)? {
            Row::Condition(condition) => Some(Row::Condition(Condition { negated: true, ..condition })),
            Row::Audience { name, .. } => Some(Row::Audience { name, member: false }),
            Row::Group(_) => None,
        },
        _ => read_condition(expr),
    }
}

fn read_condition(expr: &Expr) -> Option<Row> {
    let row =
        |field, comparison, operand| Some(Row::Condition(Condition { field, negated: false, comparison, operand }));
    match &expr.kind {
        ExprKind::Field(_) => row(print(expr), Comparison::IsTrue, Operand::default()),
        ExprKind::Test(field, Test::IsNull) => row(field_text(field)?, Comparison::IsNull, Operand::default()),
        ExprKind::Test(field, Test::IsNotNull) => row(field_text(field)?, Comparison::IsNotNull, Operand::default()),
        ExprKind::Call(call) if &*call.name == "inAudience" => match call.arguments.as_slice() {
            [Expr { kind: ExprKind::Text(name), .. }] => Some(Row::Audience { name: name.to_string(), member: true }),
            _ => None,
        },
        ExprKind::Call(call) => read_call(call),
        ExprKind::Chain(chain) => {
            let [link] = chain.rest.as_slice() else { return None };
            let comparison = Comparison::ALL
                .into_iter()
                .find(|known| matches!(known.form(), Form::Infix(operator) if operator == link.operator))?;
            row(field_text(&chain.first)?, comparison, read_operand(&link.operand)?)
        }
        _ => None,
    }
}

fn read_call(call: &Call) -> Option<Row> {
    let comparison = Comparison::of_function(&call.name)?;
    let (field, operand) = match (call.arguments.as_slice(), comparison.form()) {
        ([field], Form::Asking(_)) => (field, Operand::default()),
        ([field, operand], Form::Function(_)) => (field, read_operand(operand)?),
        _ => return None,
    };
    Some(Row::Condition(Condition { field: field_text(field)?, negated: false, comparison, operand }))
}

fn field_text(expr: &Expr) -> Option<String> {
    expr.kind.field().map(|_| print(expr))
}

fn read_operand(expr: &Expr) -> Option<Operand> {
    match &expr.kind {
        ExprKind::Field(_) => Some(Operand::Field(print(expr))),
        _ => read_value(expr).map(Operand::Value),
    }
}

fn read_value(expr: &Expr) -> Option<Value> {
    Some(match &expr.kind {
        ExprKind::Text(text) => Value::Text(text.to_string()),
        ExprKind::Integer(number) => Value::Integer(*number),
        ExprKind::Decimal(number) => Value::Decimal(*number),
        ExprKind::Boolean(truth) => Value::Boolean(*truth),
        ExprKind::Null => Value::Null,
        ExprKind::Date(literal) => literal.value.clone(),
        ExprKind::List(items) => Value::List(items.iter().map(read_value).collect::<Option<_>>()?),
        _ => return None,
    })
}

/// The expression of a form; empty for an empty group.
pub fn write(group: &Group) -> String {
    let rows: Vec<String> = group.rows.iter().filter_map(write_row).collect();
    rows.join(&format!(" {} ", group.join.operator().text()))
}

fn write_row(row: &Row) -> Option<String> {
    match row {
        Row::Condition(condition) => Some(write_condition(condition)),
        Row::Audience { name, member } => {
            let not = if *member { "" } else { "not " };
            Some(format!("{not}inAudience({})", quote(name)))
        }
        Row::Group(group) => {
            let inner = write(group);
            (!inner.is_empty()).then(|| format!("({inner})"))
        }
    }
}

fn write_condition(condition: &Condition) -> String {
    let operand = match &condition.operand {
        Operand::Field(field) => field.clone(),
        // An object has no literal; no row ever holds one.
        Operand::Value(value) => literal(value).unwrap_or_else(|| "null".to_owned()),
    };
    let field = &condition.field;
    let plain = match condition.comparison.form() {
        Form::Infix(operator) => format!("{field} {} {operand}", operator.text()),
        Form::Function(name) => format!("{name}({field}, {operand})"),
        Form::Asking(name) => format!("{name}({field})"),
        Form::Test(test) => format!("{field} {}", test.text()),
        Form::Bare => field.clone(),
    };
    if condition.negated { format!("not {plain}") } else { plain }
}
