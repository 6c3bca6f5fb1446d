//! Filters of lists: typed criteria, combined by and, or, not.
//!
//! Invariant: a filter never widens what the scope of the caller lets through, and its size is bounded.

use crate::{
    ctx::Ctx,
    error::{Error, Result},
    reference::classification::SizeClass,
    text::fold,
};
use entity::city;
use sea_orm::{
    Condition, DbBackend,
    sea_query::{Expr, ExprTrait, LikeExpr},
};

/// How deep `and`, `or` and `not` may nest, and how many filters one list of them may hold.
const MAX_DEPTH: usize = 5;
const MAX_WIDTH: usize = 20;
/// How many values one criterion may name, and how long a text to look for may be.
pub const MAX_VALUES: usize = 100;
const MAX_TEXT: usize = 200;

/// Criteria of one kind of list.
pub trait Filter: Sized {
    /// All of these must hold.
    fn and(&self) -> &[Self];
    /// One of these must hold.
    fn or(&self) -> &[Self];
    /// This must not hold.
    fn not(&self) -> Option<&Self>;
    /// The filter's own criteria; all must hold.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a value that means nothing.
    fn own(&self, ctx: &Ctx) -> Result<Vec<Expr>>;

    /// The condition for a statement.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for a value that means nothing and for a filter that is too large.
    fn condition(&self, ctx: &Ctx) -> Result<Condition> {
        nested(self, ctx, 0)
    }
}

fn nested<F: Filter>(filter: &F, ctx: &Ctx, depth: usize) -> Result<Condition> {
    if depth > MAX_DEPTH || filter.and().len() > MAX_WIDTH || filter.or().len() > MAX_WIDTH {
        return Err(Error::invalid(
            "filter",
            format!("ist zu groß: höchstens {MAX_DEPTH} Ebenen und {MAX_WIDTH} Teile je Ebene."),
            format!("is too large: at most {MAX_DEPTH} levels and {MAX_WIDTH} parts on each."),
        ));
    }
    let mut all = Condition::all();
    for own in filter.own(ctx)? {
        all = all.add(own);
    }
    for part in filter.and() {
        all = all.add(nested(part, ctx, depth + 1)?);
    }
    if !filter.or().is_empty() {
        let mut any = Condition::any();
        for part in filter.or() {
            any = any.add(nested(part, ctx, depth + 1)?);
        }
        all = all.add(any);
    }
    if let Some(part) = filter.not() {
        all = all.add(nested(part, ctx, depth + 1)?.not());
    }
    Ok(all)
}

impl Ctx {
    pub(crate) fn backend(&self) -> DbBackend {
        self.store().reader().get_database_backend()
    }
}

/// Refuses a criterion with too many values.
pub(crate) fn bounded<'v, T>(name: &str, values: &'v [T]) -> Result<&'v [T]> {
    if values.len() <= MAX_VALUES {
        return Ok(values);
    }
    Err(Error::invalid(
        format!("filter.{name}"),
        format!(
            "nennt {} Werte; höchstens {MAX_VALUES} sind möglich.",
            values.len()
        ),
        format!(
            "names {} values; at most {MAX_VALUES} are possible.",
            values.len()
        ),
    ))
}

/// Refuses a text to look for that is longer than anybody looks for.
pub(crate) fn check_length(text: &str) -> Result<()> {
    let length = text.chars().count();
    if length <= MAX_TEXT {
        return Ok(());
    }
    Err(Error::invalid(
        "filter.text",
        format!("ist {length} Zeichen lang; höchstens {MAX_TEXT} sind möglich."),
        format!("is {length} characters long; at most {MAX_TEXT} are possible."),
    ))
}

/// A folded column contains a text, however it is spelt.
pub(crate) fn contains(column: Expr, text: &str) -> Result<Expr> {
    check_length(text)?;
    let mut pattern = String::from("%");
    for c in fold(text).chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    Ok(column.like(LikeExpr::new(pattern).escape('\\')))
}

/// Criteria on the municipality of a row.
#[derive(Clone, Debug, Default)]
pub struct CityCriteria {
    /// Their keys.
    pub ags: Option<Vec<String>>,
    /// Keys of federal states.
    pub state: Option<Vec<String>>,
    /// RegioStaR 7 types.
    pub regiostar7: Option<Vec<i16>>,
    /// Size classes.
    pub size_class: Option<Vec<SizeClass>>,
}

impl CityCriteria {
    pub(crate) const fn is_empty(&self) -> bool {
        self.ags.is_none()
            && self.state.is_none()
            && self.regiostar7.is_none()
            && self.size_class.is_none()
    }

    /// Whether a municipality meets them.
    #[must_use]
    pub fn holds(&self, city: &city::Model) -> bool {
        let size = city.population.map(SizeClass::of);
        self.ags
            .as_ref()
            .is_none_or(|keys| keys.contains(&city.ags))
            && self
                .state
                .as_ref()
                .is_none_or(|keys| keys.contains(&city.state))
            && self
                .regiostar7
                .as_ref()
                .is_none_or(|codes| city.regiostar7.is_some_and(|code| codes.contains(&code)))
            && self
                .size_class
                .as_ref()
                .is_none_or(|classes| size.is_some_and(|size| classes.contains(&size)))
    }

    /// Refuses keys that are not well formed: a typing error should not look like an empty answer.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` naming the key.
    pub fn check(&self) -> Result<()> {
        for ags in bounded("city", self.ags.as_deref().unwrap_or_default())? {
            crate::city::check_ags("filter.city", ags)?;
        }
        for state in bounded("state", self.state.as_deref().unwrap_or_default())? {
            if crate::reference::classification::state(state).is_none() {
                return Err(Error::invalid(
                    "filter.state",
                    format!(
                        "{state:?} ist kein Länderschlüssel; erwartet wird 01 bis 16, etwa 05 für Nordrhein-Westfalen."
                    ),
                    format!(
                        "{state:?} is no key of a federal state; expected is 01 to 16, such as 05 for North Rhine-Westphalia."
                    ),
                ));
            }
        }
        for code in bounded("regiostar7", self.regiostar7.as_deref().unwrap_or_default())? {
            if crate::reference::classification::regiostar7(*code).is_none() {
                return Err(Error::invalid(
                    "filter.regiostar7",
                    format!("{code} ist kein RegioStaR-7-Typ; erwartet wird 71 bis 77."),
                    format!("{code} is no RegioStaR 7 type; expected is 71 to 77."),
                ));
            }
        }
        bounded("sizeClass", self.size_class.as_deref().unwrap_or_default())?;
        Ok(())
    }

    /// The rows whose municipality meets them; only tenants have rows, so only their cities are looked through.
    pub(crate) fn condition(&self, ctx: &Ctx, column: Expr) -> Result<Option<Expr>> {
        if self.is_empty() {
            return Ok(None);
        }
        self.check()?;
        let cities = ctx
            .reference()
            .tenant_cities()
            .filter(|city| self.holds(city));
        let keys: Vec<&str> = cities.map(|city| city.ags.as_str()).collect();
        Ok(Some(super::in_texts(ctx.backend(), column, &keys)))
    }
}
