import type { Stem } from "./waterways.ts";

/** Main stems of North America, for a continent to come. */
export const NORTH_AMERICA: readonly Stem[] = [
  {
    name: "Upper Mississippi",
    water: "dammed",
    places: [
      ["Minneapolis", -93.26, 44.98, 0],
      ["Dubuque", -90.66, 42.5, 441],
      ["Davenport", -90.58, 41.52, 597],
      ["Saint Louis", -90.19, 38.63, 1085],
    ],
  },
  {
    name: "Mississippi",
    water: "free",
    places: [
      ["Saint Louis", -90.19, 38.63, 0],
      ["Cairo", -89.17, 37, 290],
      ["Memphis", -90.06, 35.14, 640],
      ["Vicksburg", -90.9, 32.34, 1120],
      ["Baton Rouge", -91.19, 30.45, 1455],
      ["New Orleans", -90.06, 29.95, 1670],
      ["Head of Passes", -89.25, 29.15, 1825],
    ],
  },
  {
    name: "Ohio",
    water: "dammed",
    places: [
      ["Pittsburgh", -80.01, 40.44, 0],
      ["Huntington", -82.44, 38.42, 496],
      ["Cincinnati", -84.51, 39.1, 756],
      ["Louisville", -85.75, 38.26, 972],
      ["Evansville", -87.58, 37.97, 1275],
      ["Cairo", -89.17, 37, 1579],
    ],
  },
  {
    name: "Missouri",
    water: "free",
    places: [
      ["Sioux City", -96.41, 42.49, 0],
      ["Omaha", -95.92, 41.26, 187],
      ["Kansas City", -94.58, 39.11, 589],
      ["Saint Louis", -90.19, 38.63, 1178],
    ],
  },
  {
    name: "Illinois waterway",
    water: "dammed",
    places: [
      ["Chicago", -87.63, 41.88, 0],
      ["Peoria", -89.59, 40.69, 260],
      ["Saint Louis", -90.19, 38.63, 590],
    ],
  },
  {
    name: "Great Lakes and Saint Lawrence",
    water: "still",
    places: [
      ["Duluth", -92.1, 46.77, 0],
      ["Sault Sainte Marie", -84.35, 46.5, 635],
      ["Detroit", -83.05, 42.33, 1170],
      ["Cleveland", -81.7, 41.51, 1330],
      ["Buffalo", -78.88, 42.88, 1610],
      ["Toronto", -79.38, 43.64, 1740],
      ["Montreal", -73.55, 45.5, 2330],
      ["Quebec", -71.2, 46.81, 2585],
    ],
  },
  {
    name: "Lake Michigan",
    water: "still",
    places: [
      ["Chicago", -87.63, 41.88, 0],
      ["Milwaukee", -87.9, 43.04, 140],
      ["Detroit", -83.05, 42.33, 1020],
    ],
  },
];

/** Main stems of South America. */
export const SOUTH_AMERICA: readonly Stem[] = [
  {
    name: "Amazon",
    water: "free",
    places: [
      ["Iquitos", -73.25, -3.75, 0],
      ["Manaus", -60.02, -3.14, 1950],
      ["Santarem", -54.71, -2.42, 2710],
      ["Belem", -48.5, -1.46, 3600],
    ],
  },
  {
    name: "Paraguay and Parana",
    water: "free",
    places: [
      ["Corumba", -57.65, -19, 0],
      ["Asuncion", -57.64, -25.28, 1140],
      ["Corrientes", -58.84, -27.47, 1560],
      ["Rosario", -60.63, -32.95, 2350],
      ["Buenos Aires", -58.37, -34.6, 2770],
    ],
  },
];

/** Main stems of Asia. */
export const ASIA: readonly Stem[] = [
  {
    name: "Three Gorges",
    water: "dammed",
    places: [
      ["Chongqing", 106.58, 29.56, 0],
      ["Yichang", 111.29, 30.69, 650],
    ],
  },
  {
    name: "Yangtze",
    water: "free",
    places: [
      ["Yichang", 111.29, 30.69, 0],
      ["Wuhan", 114.31, 30.59, 626],
      ["Jiujiang", 115.99, 29.72, 895],
      ["Nanjing", 118.76, 32.07, 1350],
      ["Yangzhou-Zhenjiang", 119.43, 32.23, 1435],
      ["Shanghai", 121.5, 31.25, 1742],
    ],
  },
  {
    name: "Grand Canal",
    water: "still",
    places: [
      ["Jining", 116.59, 35.41, 0],
      ["Xuzhou", 117.19, 34.27, 180],
      ["Huai'an", 119.02, 33.6, 390],
      ["Yangzhou-Zhenjiang", 119.43, 32.23, 570],
      ["Suzhou", 120.62, 31.3, 760],
      ["Hangzhou", 120.16, 30.28, 900],
    ],
  },
];

/** Main stems of Africa. */
export const AFRICA: readonly Stem[] = [
  {
    name: "Nile",
    water: "free",
    places: [
      ["Aswan", 32.9, 24.09, 0],
      ["Luxor", 32.64, 25.69, 220],
      ["Asyut", 31.18, 27.18, 560],
      ["Cairo", 31.23, 30.04, 950],
      ["Alexandria", 29.9, 31.18, 1160],
    ],
  },
  {
    name: "Congo",
    water: "free",
    places: [
      ["Kisangani", 25.19, 0.52, 0],
      ["Mbandaka", 18.26, 0.05, 1025],
      ["Kinshasa", 15.31, -4.3, 1735],
    ],
  },
  {
    name: "Upper Niger",
    water: "free",
    places: [
      ["Koulikoro", -7.56, 12.86, 0],
      ["Mopti", -4.19, 14.49, 540],
      ["Gao", -0.04, 16.27, 1310],
    ],
  },
  {
    name: "Lower Niger",
    water: "free",
    places: [
      ["Lokoja", 6.74, 7.8, 0],
      ["Onitsha", 6.78, 6.15, 220],
      ["Warri", 5.75, 5.52, 400],
    ],
  },
];
