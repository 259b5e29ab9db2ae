/** Places of a stem: name, longitude, latitude, and the km along the stem from its first place. */
export type StemPlace = readonly [name: string, longitude: number, latitude: number, km: number];

/**
 * A navigable stem as a chain of places, in the order in which the water flows (a canal: either way). Stems meet where
 * they name the same place. Lengths and places are rounded general knowledge, without a page to cite.
 */
export interface Stem {
  readonly name: string;
  /** `"free"`: the river runs as it will; `"dammed"`: through weirs, locks and reservoirs; `"still"`: canals and lakes. */
  readonly water: "free" | "dammed" | "still";
  readonly places: readonly StemPlace[];
}

/** Stems where boats carry freight between several cities of Europe. */
export const EUROPE: readonly Stem[] = [
  {
    name: "Upper Rhine",
    water: "dammed",
    places: [
      ["Basel", 7.59, 47.57, 0],
      ["Mulhouse-Ottmarsheim", 7.51, 47.79, 27],
      ["Strasbourg", 7.8, 48.58, 127],
      ["Karlsruhe", 8.31, 49.02, 193],
    ],
  },
  {
    name: "Rhine",
    water: "free",
    places: [
      ["Karlsruhe", 8.31, 49.02, 0],
      ["Mannheim", 8.45, 49.5, 64],
      ["Mainz", 8.28, 50, 138],
      ["Koblenz", 7.6, 50.36, 231],
      ["Bonn", 7.11, 50.74, 295],
      ["Cologne", 6.97, 50.94, 328],
      ["Dusseldorf", 6.76, 51.23, 384],
      ["Duisburg", 6.73, 51.45, 420],
      ["Nijmegen", 5.86, 51.85, 524],
      ["Tiel", 5.43, 51.89, 555],
      ["Dordrecht", 4.67, 51.81, 616],
      ["Rotterdam", 4.48, 51.92, 640],
    ],
  },
  {
    name: "Amsterdam-Rhine canal",
    water: "still",
    places: [
      ["Tiel", 5.43, 51.89, 0],
      ["Utrecht", 5.08, 52.08, 34],
      ["Amsterdam", 4.9, 52.38, 72],
    ],
  },
  {
    name: "Scheldt-Rhine canal",
    water: "still",
    places: [
      ["Antwerp", 4.4, 51.25, 0],
      ["Dordrecht", 4.67, 51.81, 85],
    ],
  },
  {
    name: "Scheldt",
    water: "dammed",
    places: [
      ["Ghent", 3.73, 51.05, 0],
      ["Antwerp", 4.4, 51.25, 80],
    ],
  },
  {
    name: "Albert canal and Meuse",
    water: "still",
    places: [
      ["Namur", 4.87, 50.47, 0],
      ["Liege", 5.57, 50.64, 65],
      ["Antwerp", 4.4, 51.25, 195],
    ],
  },
  {
    name: "Moselle",
    water: "dammed",
    places: [
      ["Nancy-Frouard", 6.13, 48.76, 0],
      ["Metz", 6.17, 49.13, 55],
      ["Trier", 6.64, 49.76, 155],
      ["Koblenz", 7.6, 50.36, 350],
    ],
  },
  {
    name: "Neckar",
    water: "dammed",
    places: [
      ["Stuttgart", 9.24, 48.78, 0],
      ["Heilbronn", 9.21, 49.15, 75],
      ["Mannheim", 8.45, 49.5, 188],
    ],
  },
  {
    name: "Main",
    water: "dammed",
    places: [
      ["Bamberg", 10.88, 49.9, 0],
      ["Schweinfurt", 10.23, 50.05, 54],
      ["Wurzburg", 9.93, 49.79, 132],
      ["Lohr", 9.58, 49.99, 186],
      ["Wertheim", 9.52, 49.76, 227],
      ["Miltenberg", 9.26, 49.7, 259],
      ["Aschaffenburg", 9.15, 49.97, 297],
      ["Frankfurt", 8.68, 50.11, 348],
      ["Mainz", 8.28, 50, 385],
    ],
  },
  {
    name: "Main-Danube canal",
    water: "still",
    places: [
      ["Bamberg", 10.88, 49.9, 0],
      ["Nuremberg", 11.08, 49.45, 70],
      ["Kelheim", 11.87, 48.92, 171],
    ],
  },
  {
    name: "Upper Danube",
    water: "dammed",
    places: [
      ["Kelheim", 11.87, 48.92, 0],
      ["Regensburg", 12.1, 49.02, 32],
      ["Passau", 13.46, 48.57, 185],
      ["Linz", 14.29, 48.31, 280],
      ["Krems", 15.6, 48.4, 409],
      ["Vienna", 16.42, 48.2, 482],
    ],
  },
  {
    name: "Middle Danube",
    water: "free",
    places: [
      ["Vienna", 16.42, 48.2, 0],
      ["Bratislava", 17.11, 48.14, 61],
      ["Gyor-Gonyu", 17.83, 47.74, 138],
      ["Budapest", 19.05, 47.5, 282],
      ["Baja", 18.95, 46.18, 450],
      ["Vukovar", 19, 45.35, 596],
      ["Novi Sad", 19.85, 45.26, 674],
      ["Belgrade", 20.45, 44.82, 759],
    ],
  },
  {
    name: "Iron Gates",
    water: "dammed",
    places: [
      ["Belgrade", 20.45, 44.82, 0],
      ["Drobeta-Turnu Severin", 22.66, 44.62, 239],
    ],
  },
  {
    name: "Lower Danube",
    water: "free",
    places: [
      ["Drobeta-Turnu Severin", 22.66, 44.62, 0],
      ["Vidin", 22.88, 43.99, 141],
      ["Ruse", 25.95, 43.85, 436],
      ["Cernavoda", 28.03, 44.34, 631],
      ["Braila", 27.98, 45.27, 761],
      ["Galati", 28.05, 45.43, 781],
      ["Sulina", 29.66, 45.16, 931],
    ],
  },
  {
    name: "Danube-Black Sea canal",
    water: "still",
    places: [
      ["Cernavoda", 28.03, 44.34, 0],
      ["Constanta", 28.65, 44.17, 64],
    ],
  },
  {
    name: "Vltava and Bohemian Elbe",
    water: "dammed",
    places: [
      ["Prague", 14.42, 50.09, 0],
      ["Melnik", 14.47, 50.35, 50],
      ["Usti nad Labem", 14.04, 50.66, 120],
    ],
  },
  {
    name: "Elbe",
    water: "free",
    places: [
      ["Usti nad Labem", 14.04, 50.66, 0],
      ["Dresden", 13.74, 51.05, 95],
      ["Wittenberg", 12.65, 51.86, 254],
      ["Magdeburg", 11.65, 52.13, 366],
      ["Wittenberge", 11.76, 52.99, 494],
      ["Hamburg", 9.99, 53.54, 663],
    ],
  },
  {
    name: "Mittelland canal",
    water: "still",
    places: [
      ["Duisburg", 6.73, 51.45, 0],
      ["Dortmund-Datteln", 7.35, 51.64, 60],
      ["Bergeshovede", 7.6, 52.33, 147],
      ["Minden", 8.92, 52.29, 250],
      ["Hanover", 9.73, 52.4, 310],
      ["Brunswick", 10.5, 52.32, 370],
      ["Magdeburg", 11.65, 52.13, 472],
    ],
  },
  {
    name: "Elbe-Havel canal",
    water: "still",
    places: [
      ["Magdeburg", 11.65, 52.13, 0],
      ["Potsdam", 13.06, 52.4, 115],
      ["Berlin", 13.35, 52.53, 150],
    ],
  },
  {
    name: "Havel-Oder waterway",
    water: "still",
    places: [
      ["Berlin", 13.35, 52.53, 0],
      ["Szczecin", 14.57, 53.42, 205],
    ],
  },
  {
    name: "Upper Oder",
    water: "dammed",
    places: [
      ["Gliwice", 18.66, 50.3, 0],
      ["Opole", 17.93, 50.67, 95],
      ["Wroclaw", 17.04, 51.11, 198],
    ],
  },
  {
    name: "Oder",
    water: "free",
    places: [
      ["Wroclaw", 17.04, 51.11, 0],
      ["Glogow", 16.09, 51.66, 138],
      ["Frankfurt an der Oder", 14.55, 52.34, 329],
      ["Szczecin", 14.57, 53.42, 485],
    ],
  },
  {
    name: "Vistula",
    water: "free",
    places: [
      ["Krakow", 19.94, 50.05, 0],
      ["Sandomierz", 21.75, 50.68, 192],
      ["Pulawy", 21.96, 51.42, 296],
      ["Warsaw", 21.03, 52.24, 437],
      ["Plock", 19.69, 52.54, 556],
      ["Torun", 18.6, 53, 659],
      ["Bydgoszcz", 18.17, 53.13, 696],
      ["Gdansk", 18.66, 54.35, 865],
    ],
  },
  {
    name: "Dnieper",
    water: "dammed",
    places: [
      ["Kyiv", 30.56, 50.44, 0],
      ["Cherkasy", 32.06, 49.45, 196],
      ["Kremenchuk", 33.42, 49.06, 306],
      ["Dnipro", 35.05, 48.47, 466],
      ["Zaporizhzhia", 35.1, 47.85, 551],
      ["Nikopol", 34.4, 47.57, 622],
      ["Kherson", 32.62, 46.63, 828],
    ],
  },
  {
    name: "Moscow canal",
    water: "still",
    places: [
      ["Moscow", 37.48, 55.85, 0],
      ["Dubna", 37.17, 56.74, 130],
    ],
  },
  {
    name: "Volga",
    water: "dammed",
    places: [
      ["Tver", 35.91, 56.86, 0],
      ["Dubna", 37.17, 56.74, 120],
      ["Rybinsk", 38.85, 58.05, 350],
      ["Yaroslavl", 39.88, 57.63, 440],
      ["Kostroma", 40.93, 57.77, 515],
      ["Nizhny Novgorod", 44, 56.33, 840],
      ["Cheboksary", 47.25, 56.15, 1100],
      ["Kazan", 49.08, 55.77, 1250],
      ["Ulyanovsk", 48.41, 54.32, 1470],
      ["Tolyatti", 49.45, 53.49, 1620],
      ["Samara", 50.1, 53.2, 1710],
      ["Syzran", 48.47, 53.16, 1840],
      ["Balakovo", 47.8, 52.03, 1990],
      ["Saratov", 46.04, 51.53, 2140],
      ["Volgograd", 44.52, 48.71, 2525],
      ["Astrakhan", 48.03, 46.35, 3015],
    ],
  },
  {
    name: "Kama",
    water: "dammed",
    places: [
      ["Perm", 56.25, 58.01, 0],
      ["Naberezhnye Chelny", 52.4, 55.75, 490],
      ["Kazan", 49.08, 55.77, 770],
    ],
  },
  {
    name: "Volga-Baltic waterway",
    water: "still",
    places: [
      ["Rybinsk", 38.85, 58.05, 0],
      ["Cherepovets", 37.9, 59.13, 140],
      ["Vytegra", 36.45, 61, 480],
      ["Shlisselburg", 31.03, 59.95, 940],
      ["Saint Petersburg", 30.31, 59.94, 1010],
    ],
  },
  {
    name: "Volga-Don canal",
    water: "still",
    places: [
      ["Volgograd", 44.52, 48.71, 0],
      ["Kalach", 43.53, 48.69, 101],
    ],
  },
  {
    name: "Don",
    water: "dammed",
    places: [
      ["Kalach", 43.53, 48.69, 0],
      ["Volgodonsk", 42.2, 47.51, 210],
      ["Rostov-on-Don", 39.72, 47.22, 450],
    ],
  },
  {
    name: "Seine",
    water: "dammed",
    places: [
      ["Paris", 2.36, 48.84, 0],
      ["Rouen", 1.07, 49.44, 242],
      ["Le Havre", 0.13, 49.48, 365],
    ],
  },
  {
    name: "Saone and Rhone",
    water: "dammed",
    places: [
      ["Chalon-sur-Saone", 4.85, 46.78, 0],
      ["Lyon", 4.83, 45.74, 141],
      ["Valence", 4.88, 44.93, 251],
      ["Avignon", 4.8, 43.95, 383],
      ["Fos", 4.86, 43.4, 464],
      ["Marseille", 5.36, 43.33, 510],
    ],
  },
];
