import type { Draw } from '../random.ts';

/** A city with what its addresses need to be right. */
export interface Place {
  city: string;
  state: string;
  /** The state's two digits in GST registration numbers. */
  stateCode: string;
  /** PIN codes in use in the city. */
  pinCodes: readonly string[];
}

/** State codes of the Goods and Services Tax Network. */
const stateCodes = {
  Chandigarh: '04',
  Punjab: '03',
  Delhi: '07',
  Rajasthan: '08',
  'Uttar Pradesh': '09',
  Bihar: '10',
  Assam: '18',
  'West Bengal': '19',
  Jharkhand: '20',
  Odisha: '21',
  Chhattisgarh: '22',
  'Madhya Pradesh': '23',
  Gujarat: '24',
  Maharashtra: '27',
  Karnataka: '29',
  Kerala: '32',
  'Tamil Nadu': '33',
  Telangana: '36',
  'Andhra Pradesh': '37',
} as const;

/** A city by its state, sorting district (the first three digits of its PIN codes) and the range of the last three. */
function place(
  city: string,
  state: keyof typeof stateCodes,
  district: number,
  from: number,
  to: number,
): Place {
  const pinCodes = Array.from({ length: to - from + 1 }, (_, at) => String(district * 1_000 + from + at));
  return { city, state, stateCode: stateCodes[state], pinCodes };
}

/** Where jewellers have their stores, in the order in which tenants get them: the first one of a tenant is its home. */
export const storePlaces: readonly Place[] = [
  place('Hyderabad', 'Telangana', 500, 1, 100),
  place('Kolkata', 'West Bengal', 700, 1, 157),
  place('Ahmedabad', 'Gujarat', 380, 1, 61),
  place('Mumbai', 'Maharashtra', 400, 1, 104),
  place('Pune', 'Maharashtra', 411, 1, 62),
  place('Chennai', 'Tamil Nadu', 600, 1, 130),
  place('Bengaluru', 'Karnataka', 560, 1, 110),
  place('Surat', 'Gujarat', 395, 1, 10),
  place('Jaipur', 'Rajasthan', 302, 1, 39),
  place('Vijayawada', 'Andhra Pradesh', 520, 1, 15),
  place('Visakhapatnam', 'Andhra Pradesh', 530, 1, 49),
  place('Rajkot', 'Gujarat', 360, 1, 7),
  place('Vadodara', 'Gujarat', 390, 1, 25),
  place('Howrah', 'West Bengal', 711, 101, 115),
  place('Siliguri', 'West Bengal', 734, 1, 10),
  place('Durgapur', 'West Bengal', 713, 201, 217),
  place('Coimbatore', 'Tamil Nadu', 641, 1, 49),
  place('Madurai', 'Tamil Nadu', 625, 1, 23),
  place('Nagpur', 'Maharashtra', 440, 1, 37),
  place('Nashik', 'Maharashtra', 422, 1, 13),
  place('Indore', 'Madhya Pradesh', 452, 1, 20),
  place('Lucknow', 'Uttar Pradesh', 226, 1, 31),
  place('Kochi', 'Kerala', 682, 1, 42),
  place('Thrissur', 'Kerala', 680, 1, 28),
  place('Warangal', 'Telangana', 506, 1, 13),
  place('Guntur', 'Andhra Pradesh', 522, 1, 7),
  place('Bhavnagar', 'Gujarat', 364, 1, 6),
  place('Jamnagar', 'Gujarat', 361, 1, 10),
  place('Asansol', 'West Bengal', 713, 301, 305),
  place('Udaipur', 'Rajasthan', 313, 1, 4),
];

/** Where customers live besides. */
const otherPlaces: readonly Place[] = [
  place('Nizamabad', 'Telangana', 503, 1, 3),
  place('Karimnagar', 'Telangana', 505, 1, 2),
  place('Tirupati', 'Andhra Pradesh', 517, 501, 507),
  place('Nellore', 'Andhra Pradesh', 524, 1, 5),
  place('Mysuru', 'Karnataka', 570, 1, 34),
  place('Mangaluru', 'Karnataka', 575, 1, 30),
  place('Tiruchirappalli', 'Tamil Nadu', 620, 1, 26),
  place('Salem', 'Tamil Nadu', 636, 1, 16),
  place('Kozhikode', 'Kerala', 673, 1, 32),
  place('Thiruvananthapuram', 'Kerala', 695, 1, 44),
  place('Solapur', 'Maharashtra', 413, 1, 8),
  place('Kolhapur', 'Maharashtra', 416, 1, 13),
  place('Bhopal', 'Madhya Pradesh', 462, 1, 47),
  place('Jodhpur', 'Rajasthan', 342, 1, 11),
  place('Delhi', 'Delhi', 110, 1, 96),
  place('Kanpur', 'Uttar Pradesh', 208, 1, 27),
  place('Varanasi', 'Uttar Pradesh', 221, 1, 11),
  place('Chandigarh', 'Chandigarh', 160, 1, 36),
  place('Ludhiana', 'Punjab', 141, 1, 16),
  place('Amritsar', 'Punjab', 143, 1, 6),
  place('Patna', 'Bihar', 800, 1, 30),
  place('Ranchi', 'Jharkhand', 834, 1, 10),
  place('Bhubaneswar', 'Odisha', 751, 1, 31),
  place('Raipur', 'Chhattisgarh', 492, 1, 15),
  place('Guwahati', 'Assam', 781, 1, 40),
];

/** Every city of the dataset. */
export const places: readonly Place[] = [...storePlaces, ...otherPlaces];

/** One of the PIN codes of a place. */
export function pinCode(place: Place, draw: Draw): string {
  return draw.pick(place.pinCodes);
}

/** Of the customers that do not live where their store is, so many in ten live in another city of its state. */
const sameStateInTen = 7;

/**
 * Cities other than `home` from which customers come to its store, to be drawn from: the nearer a city, the more often it
 * stands in the list.
 */
export function placesAround(home: Place): readonly Place[] {
  const others = places.filter(({ city }) => city !== home.city);
  const near = others.filter(({ state }) => state === home.state);
  if (near.length === 0) return others;
  const far = others.filter(({ state }) => state !== home.state);
  // As many entries for all near ones together as their share asks for, the same number each.
  const times = Math.ceil((far.length * sameStateInTen) / ((10 - sameStateInTen) * near.length));
  return [...far, ...near.flatMap((neighbour) => new Array<Place>(times).fill(neighbour))];
}

/** Names of streets and quarters that a city anywhere in India may have. */
export const localities = [
  'Main Bazaar',
  'Station Road',
  'M G Road',
  'Jubilee Road',
  'City Centre',
  'Gold Street',
  'Gandhi Nagar',
  'Nehru Nagar',
  'Shivaji Nagar',
  'Ashok Nagar',
  'Rajendra Nagar',
  'Lakshmi Nagar',
  'Saraswati Vihar',
  'Civil Lines',
  'Temple Street',
  'Clock Tower Road',
  'Old Bus Stand',
  'College Road',
  'Lake View Road',
  'Model Town',
  'Subhash Chowk',
  'Patel Colony',
  'Teachers Colony',
  'Railway Colony',
] as const;

/** Quarters where jewellers sit. */
export const bazaars = localities.slice(0, 6);

/** What a building is called, in front of its locality. */
export const buildings = [
  'Lakshmi Arcade',
  'Krishna Nivas',
  'Sai Residency',
  'Shanti Kunj',
  'Ganesh Plaza',
  'Durga Bhavan',
  'Anand Towers',
  'Mangal Heights',
  'Suvarna Complex',
  'Sri Balaji Enclave',
  'Vasant Apartments',
  'Gokul Dham',
  'Ashirwad House',
  'Kamala Mansion',
  'Surya Chambers',
  'Nandan Villa',
] as const;
