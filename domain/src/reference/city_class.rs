//! The classes of all municipalities side by side, so that a rule is held against eleven thousand without a look at each.
//!
//! Invariant: where a criterion names classes, a municipality without one does not meet it.

use super::classification::{AdfcClass, SizeClass};
use entity::city;

/// The place of a class that is not known, which no criterion names.
const UNKNOWN: u8 = 31;

/// The classes of a municipality, each by its place in its list: RegioStaR 7, size, size of the ADFC-Fahrradklima-Test, state.
#[derive(Clone, Copy, Debug)]
pub(super) struct CityClasses([u8; 4]);

impl CityClasses {
    pub(super) fn of(city: &city::Model) -> Self {
        let size = |place: fn(i32) -> u8| city.population.map_or(UNKNOWN, place);
        Self([
            city.regiostar7.map_or(UNKNOWN, region),
            size(|population| place(SizeClass::ALL, SizeClass::of(population))),
            size(|population| place(AdfcClass::ALL, AdfcClass::of(population))),
            state(&city.state),
        ])
    }
}

/// Which classes are wanted: a set for each criterion, in the order of [`CityClasses`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct WantedClasses([u32; 4]);

impl WantedClasses {
    /// Those that a rule names; a list without values stands for all.
    pub(crate) fn new(
        regiostar7: &[i16],
        size: &[SizeClass],
        adfc: &[AdfcClass],
        states: &[String],
    ) -> Self {
        Self([
            set(regiostar7.iter().map(|code| region(*code))),
            set(size.iter().map(|class| place(SizeClass::ALL, *class))),
            set(adfc.iter().map(|class| place(AdfcClass::ALL, *class))),
            set(states.iter().map(|key| state(key))),
        ])
    }

    /// Of those the ones of a city's kind of region and size.
    pub(crate) fn like(self, city: &city::Model) -> Self {
        let Self([regions, sizes, adfc, states]) = self;
        let CityClasses([region, size, ..]) = CityClasses::of(city);
        Self([regions & 1 << region, sizes & 1 << size, adfc, states])
    }

    /// Whether a municipality is of them.
    pub(super) fn hold(self, classes: CityClasses) -> bool {
        let mut both = self.0.into_iter().zip(classes.0);
        both.all(|(wanted, class)| wanted >> class & 1 == 1)
    }
}

fn set(classes: impl ExactSizeIterator<Item = u8>) -> u32 {
    if classes.len() == 0 {
        return u32::MAX;
    }
    classes.fold(0, |set, class| set | 1 << class) & !(1 << UNKNOWN)
}

/// RegioStaR 7 counts from 71.
fn region(code: i16) -> u8 {
    let place = code
        .checked_sub(70)
        .and_then(|place| u8::try_from(place).ok());
    place.filter(|place| *place < UNKNOWN).unwrap_or(UNKNOWN)
}

/// States have the keys 01 to 16.
fn state(key: &str) -> u8 {
    let place = key.parse().ok();
    place.filter(|place| *place < UNKNOWN).unwrap_or(UNKNOWN)
}

fn place<T: PartialEq>(all: &[T], class: T) -> u8 {
    let place = all.iter().position(|one| *one == class);
    place
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or(UNKNOWN)
}
