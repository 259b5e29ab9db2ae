import { OUTLINE } from "./outline.extract.ts";

/**
 * The land between 25 W and 61 E, 34 N and 72 N as closed rings of [longitude, latitude] in degrees, for maps.
 * Rings inside others are inland seas (fill by even-odd). Accurate to 0.06 degrees; islands below some 250 km2 are out.
 *
 * Source: Natural Earth 1:50m land, public domain.
 */
export const europeCoastline: readonly (readonly (readonly [number, number])[])[] = OUTLINE;
