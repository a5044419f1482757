import { areaList } from '@vant/area-data'

/** `玉树市`, by GB/T 2260: the one source of the names of divisions. Undefined where today's table has no such code. */
export function divisionName(code: string): string | undefined {
  return areaList.county_list[code] ?? areaList.city_list[code] ?? areaList.province_list[code]
}

/** Every division that today's table names, from provinces down. */
export function namedDivisions(): readonly (readonly [code: string, name: string])[] {
  return [areaList.province_list, areaList.city_list, areaList.county_list].flatMap(Object.entries<string>)
}

/** As it is printed, with the city above a county (there are several 鼓楼区): `秦皇岛市海港区`. A code that has no name stays a code. */
export function printedDivision(code: string): string {
  const name = divisionName(code)
  if (name === undefined) return code === '000000' ? '全国' : code
  const city = areaList.city_list[`${code.slice(0, 4)}00`]
  const isBelowCity = !code.endsWith('00') && city !== undefined && !/直辖|^县$/.test(city)
  return isBelowCity ? `${city}${name}` : name
}
