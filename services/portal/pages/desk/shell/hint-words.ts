import { createWords } from '../../common/words.ts'

export const sayHint = createWords('hints', {
  zh: {
    officer1: '首页先列出等您处理的事，再列出每个项目的钱和人。',
    officer2: '发放一次餐补的顺序：资金安排 → 导入名册 → 核定名单 → 发放 → 打印餐补卡。',
    officer3: '填错了不用怕：账不能涂改，但每一步都有“更正”，先显示结果再确认。',
    approver1: '“审批”里最早的排在最前，先看金额、经手人和事由。',
    approver2: '您看到的影响与经办人提交前看到的相同：每项余额的前后数。',
    approver3: '同意或退回都可以写意见，意见会留在账上。',
    auditor1: '在“报表”各页上方选定时点：“当时所知”是那一刻账上的数，“实际发生”按凭证日期计。',
    auditor2: '每个数字都能点开：到分录，到事件，到谁在何时凭哪张单据。',
    auditor3: '“验证”在您自己的电脑上重算整本账，不依赖经办单位。',
    administrator1: '先为经办人和审批人开账号，一次性密码只显示一次。',
    administrator2: '超过限额的事由第二个人审批：限额在“审批限额”里设定。',
    administrator3: '“运行状况”显示最近一次备份；没有备份时请先备份。',
  },
  en: {
    officer1: 'Home lists what waits for you first, then each programme’s money and people.',
    officer2:
      'A hand-out goes in this order: allocate → import the roster → freeze the round → issue → print the cards.',
    officer3:
      'Mistakes can be put right: nothing is overwritten, but every step has a correction that shows its effect first.',
    approver1: 'Approvals list the oldest first: look at the sum, the maker and the reason.',
    approver2: 'You see what the maker saw before sending: each balance before and after.',
    approver3: 'Approve or refuse with a note; the note stays in the books.',
    auditor1:
      'Choose the moment at the top of each report: “as known” is what the books said then, “as it happened” counts by the papers’ days.',
    auditor2: 'Every figure opens: into postings, into events, into who, when and which paper.',
    auditor3: 'Verification recomputes the whole log on your own machine, without trusting who runs it.',
    administrator1: 'Open accounts for officers and approvers first; the one-time password is shown once.',
    administrator2: 'What is above a limit needs a second person: set it under approval limits.',
    administrator3: 'The state of the system shows the last backup; where there is none, make one.',
  },
})
