import classes from './people-grid.module.css';

const PEOPLE = Array.from({ length: 100 }, (_, index) => index);

/** A hundred dots, as many of them filled as people pay. Decoration: the sentence beside it says the same. */
export function PeopleGrid({ paying }: { paying: number }) {
  return (
    <div className={classes.grid} aria-hidden="true">
      {PEOPLE.map((index) => (
        <span key={index} className={index < Math.round(paying) ? classes.pays : classes.fails} />
      ))}
    </div>
  );
}
