import { BarChart, SankeyChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { type ReactNode, useEffect, useRef } from 'react'

use([BarChart, SankeyChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer])

/** A chart that follows its width. The table with the same figures stands beside it. */
export function Chart({
  option,
  label,
  height = 320,
}: {
  readonly option: EChartsCoreOption
  readonly label: string
  readonly height?: number
}): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return undefined
    const chart = init(place.current, undefined, { renderer: 'svg' })
    chart.setOption({ animation: false, textStyle: { fontFamily: 'inherit' }, ...option })
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(place.current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [option])
  return <div ref={place} role="img" aria-label={label} className="chart" style={{ height }} />
}
